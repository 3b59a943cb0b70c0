namespace MessageSync.Storage.Sqlite.Engine;

/// <summary>The write-ahead log as a file.</summary>
internal static class WriteAheadLog
{
    /// <summary>Bytes of a page of the database.</summary>
    public const int PageBytes = 4096;

    private const int PieceBytes = 1024 * 1024;

    /// <summary>How many pages are so many MiB.</summary>
    public static int PagesOf(int megabytes) => megabytes * (1024 * 1024 / PageBytes);

    /// <summary>How many pages the log may hold by its length.</summary>
    public static long Pages(string database) => new FileInfo(PathOf(database)) is { Exists: true, Length: var bytes }
        ? bytes / PageBytes
        : 0;

    /// <summary>
    /// Writes a log that was left behind once more, in its place, and waits for the disk. After a sync that failed the
    /// operating system may show what never reached the disk, and no later sync brings it there: SQLite would take it
    /// for stored, and store what follows behind it (docs/decisions/0006).
    /// </summary>
    /// <param name="database">The file of the database.</param>
    /// <exception cref="StoreUnavailableException">The disk fails.</exception>
    public static void Renew(string database)
    {
        var path = PathOf(database);
        if (!File.Exists(path)) return;

        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            var piece = new byte[PieceBytes];
            for (long at = 0; RandomAccess.Read(file, piece, at) is > 0 and var read; at += read)
                RandomAccess.Write(file, piece.AsSpan(0, read), at);
            RandomAccess.FlushToDisk(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw SqliteErrors.Of(error, $"{path} cannot be written: {error.Message}");
        }
    }

    private static string PathOf(string database) => database + "-wal";
}
