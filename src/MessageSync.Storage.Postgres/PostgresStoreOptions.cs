using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace MessageSync.Storage.Postgres;

/// <summary>Where the PostgreSQL server is and what is asked of it. A bad value stops the host at start.</summary>
public sealed class PostgresStoreOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "MessageSync:Postgres";

    /// <summary>Host, database, user and password as Npgsql takes them, e.g.
    /// <c>Host=db;Database=chat;Username=chat;Password=…</c>. How connections are pooled and prepared is this store's
    /// affair: those settings are refused. No default.</summary>
    [Required]
    public string ConnectionString { get; set; } = "";

    /// <summary>The schema that the tables are in, made if missing: lower-case letters, digits and underscores. Default
    /// <c>messagesync</c>.</summary>
    [Required, RegularExpression("^[a-z_][a-z0-9_]{0,62}$")]
    public string Schema { get; set; } = "messagesync";

    /// <summary>Most reads at a time, each on a connection of its own; writers take two more each. 1 to 500, default
    /// 8.</summary>
    [Range(1, 500)]
    public int ReaderCount { get; set; } = 8;

    /// <summary>Most transactions that write at a time; another begins beside the first only with much to do. Two keep a server
    /// of two cores busy: while one waits for the disk the other works. 1 to 16, default 2.</summary>
    [Range(1, 16)]
    public int WriterCount { get; set; } = 2;

    /// <summary>Most reads that may wait; one more is refused. Default 10 000.</summary>
    [Range(1, 1_000_000)]
    public int QueueMax { get; set; } = 10_000;

    /// <summary>Ids of users, and as many of conversations, whose numbers are remembered, at about 200 bytes each. Default
    /// 200 000.</summary>
    [Range(10_000, 10_000_000)]
    public int IdsKept { get; set; } = 200_000;

    /// <summary>How long to wait for a connection. 1 second to 5 minutes, default 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one statement may take; the server ends it then. 1 second to 10 minutes, default 30
    /// seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StatementTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a statement may wait for a lock. 100 ms to 10 minutes, default 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the server keeps a transaction open whose silo says nothing any more: until then others may have
    /// to wait for it. 1 second to 10 minutes, default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan IdleInTransactionTimeout { get; set; } = TimeSpan.FromSeconds(10);
}

[OptionsValidator]
internal sealed partial class PostgresStoreOptionsValidator : IValidateOptions<PostgresStoreOptions>;
