using MessageSync.Storage.Sqlite.Engine;
using SQLitePCL;

namespace MessageSync.Storage.Sqlite.Tests;

/// <summary>What the operator's counts say of an error of the file.</summary>
public sealed class ErrorKindTests
{
    [Theory]
    [InlineData(raw.SQLITE_FULL, "disk-full")]
    [InlineData(raw.SQLITE_READONLY, "read-only")]
    [InlineData(raw.SQLITE_PERM, "read-only")]
    [InlineData(raw.SQLITE_CORRUPT, "damaged")]
    [InlineData(raw.SQLITE_NOTADB, "damaged")]
    [InlineData(raw.SQLITE_BUSY, "locked")]
    [InlineData(raw.SQLITE_IOERR, "unavailable")]
    [InlineData(raw.SQLITE_IOERR | (4 << 8), "unavailable")]
    [InlineData(raw.SQLITE_CONSTRAINT, "unwritable")]
    public void An_error_has_the_kind_of_its_code(int code, string kind)
    {
        Assert.Equal(kind, SqliteErrorKinds.Of(SqliteErrors.Of(code, "said")));
    }
}
