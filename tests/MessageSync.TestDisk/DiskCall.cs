namespace MessageSync.TestDisk;

/// <summary>What SQLite asks of the disk.</summary>
public enum DiskCall
{
    /// <summary>To open a file, or make it.</summary>
    Open,

    /// <summary>To delete a file.</summary>
    Delete,

    /// <summary>To read bytes.</summary>
    Read,

    /// <summary>To write bytes.</summary>
    Write,

    /// <summary>To cut a file.</summary>
    Truncate,

    /// <summary>To put all that was written where no loss of power reaches it.</summary>
    Sync,
}

/// <summary>SQLite's result codes that a test lets a disk answer with.</summary>
public static class DiskAnswer
{
    /// <summary>As usual.</summary>
    public const int Ok = 0;

    /// <summary>There is no room (<c>SQLITE_FULL</c>).</summary>
    public const int Full = 13;

    /// <summary>The file may not be written (<c>SQLITE_READONLY</c>).</summary>
    public const int ReadOnly = 8;

    /// <summary>Reading failed (<c>SQLITE_IOERR_READ</c>).</summary>
    public const int ReadFailed = 266;

    /// <summary>Writing failed, on a file system that became read-only for instance
    /// (<c>SQLITE_IOERR_WRITE</c>).</summary>
    public const int WriteFailed = 778;

    /// <summary>Syncing failed (<c>SQLITE_IOERR_FSYNC</c>).</summary>
    public const int SyncFailed = 1034;
}
