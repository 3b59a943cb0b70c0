using System.ComponentModel.DataAnnotations;

namespace MessageSync.Storage.Sqlite;

/// <summary>Where the embedded store lives and how much memory it takes. The defaults suit a small machine; a bad value
/// stops the host at start.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "MessageSync:Sqlite";

    /// <summary>The folder of <c>messagesync.db</c>, made if missing. On a local disk: network file systems lock
    /// badly. Default <c>data</c>.</summary>
    [Required]
    public string DataFolder { get; set; } = "data";

    /// <summary>Threads that read, each with its own connection. Default 2.</summary>
    [Range(1, 64)]
    public int ReaderCount { get; set; } = 2;

    /// <summary>Pages that the writer keeps in memory, and as much again for all readers together, in MiB. The system
    /// keeps what it has room for of the file in any case: a larger cache only saves the way there. Default 16.</summary>
    [Range(1, 65_536)]
    public int CacheMegabytes { get; set; } = 16;

    /// <summary>Ids of users, and as many of conversations, whose numbers each connection remembers, at about 100
    /// bytes each; another one is looked up, which takes microseconds. Default 50 000.</summary>
    [Range(1_000, 10_000_000)]
    public int IdsKept { get; set; } = 50_000;

    /// <summary>How much of the write-ahead log is copied into the file at a time, in MiB: more makes writing
    /// cheaper, the log longer and a start after a crash slower. Default 128.</summary>
    [Range(1, 4_096)]
    public int LogMegabytes { get; set; } = 128;

    /// <summary>How long a look into the file from outside (a backup) is waited for. Default 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Most reads, and most writes, that may wait; one more is refused. Default 10 000.</summary>
    [Range(1, 1_000_000)]
    public int QueueMax { get; set; } = 10_000;
}
