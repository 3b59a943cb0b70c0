using System.Text;
using Npgsql;

namespace MessageSync.Storage.Postgres.Engine;

/// <summary>Reads values as they are stored.</summary>
internal static class Rows
{
    /// <summary>Text, or null.</summary>
    public static string? Text(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>Text that is stored as bytes, or null.</summary>
    public static string? Utf8(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(column));

    /// <summary>A time.</summary>
    public static DateTimeOffset Time(this NpgsqlDataReader row, int column) => Times.At(row.GetInt64(column));

    /// <summary>A time, or null.</summary>
    public static DateTimeOffset? TimeOrNull(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.Time(column);

    /// <summary>A number, 0 for null.</summary>
    public static long LongOrZero(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? 0 : row.GetInt64(column);

    /// <summary>Text as it is stored where U+0000 may be in it.</summary>
    public static byte[]? Utf8(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);
}
