using MessageSync.Storage.Postgres.Engine;
using Npgsql;

namespace MessageSync.Storage.Postgres.Tests;

/// <summary>What the operator's counts say of an error of the server.</summary>
public sealed class ErrorKindTests
{
    [Theory]
    [InlineData("53100", "disk-full")]
    [InlineData("25006", "read-only")]
    [InlineData("57014", "timeout")]
    [InlineData("55P03", "timeout")]
    [InlineData("25P03", "timeout")]
    [InlineData("53300", "crowded")]
    [InlineData("42501", "no-right")]
    [InlineData("40P01", "deadlock")]
    [InlineData("40001", "serialization")]
    [InlineData("XX001", "damaged")]
    [InlineData("57P01", "unavailable")]
    [InlineData("08006", "unavailable")]
    [InlineData("22021", "unwritable")]
    [InlineData("23514", "unwritable")]
    public void An_error_of_the_server_has_the_kind_of_its_code(string state, string kind)
    {
        Assert.Equal(kind, PostgresErrorKinds.Of(new PostgresException("said", "ERROR", "ERROR", state)));
    }

    [Fact]
    public void An_error_on_the_way_is_a_timeout_or_an_outage()
    {
        Assert.Equal("timeout", PostgresErrorKinds.Of(new NpgsqlException("late", new TimeoutException())));
        Assert.Equal("unavailable", PostgresErrorKinds.Of(new NpgsqlException("cut", new IOException())));
        Assert.Equal("unavailable", PostgresErrorKinds.Of(new IOException()));
    }
}
