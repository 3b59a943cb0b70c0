using System.ComponentModel.DataAnnotations;
using MessageSync.Timelines;

namespace MessageSync;

/// <summary>The limits of the grains and of the front end. A bad value stops the host at start.</summary>
public sealed class MessageSyncOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "MessageSync";

    /// <summary>Entries that an Inbox serves; beyond them the oldest go. 10 to 100 000, default 1000.</summary>
    [Range(10, 100_000)]
    public int InboxEntriesMax { get; set; } = 1000;

    /// <summary>How long an entry is served. 1 minute to 365 days, default 7 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan InboxKept { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Members of one conversation. 2 to 100 000, default 100 000.</summary>
    [Range(2, 100_000)]
    public int MembersMax { get; set; } = 100_000;

    /// <summary>How long after sending the sender may recall a message. 0 (never) to 3650 days, default 24 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan RecallWindow { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long read marks are collected before other members hear of them. 0 to 3 s, default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:03")]
    public TimeSpan ReceiptTime { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Devices kept of one user; the longest unseen goes first. 1 to 1000, default 100.</summary>
    [Range(1, 1000)]
    public int DevicesMax { get; set; } = 100;

    /// <summary>Waits and streams that one user may have open. 1 to 1000, default 20.</summary>
    [Range(1, 1000)]
    public int WaitsMax { get; set; } = 20;

    /// <summary>Signals that one user may send in a second. 1 to 1000, default 10.</summary>
    [Range(1, 1000)]
    public int SignalsPerSecond { get; set; } = 10;

    /// <summary>Commands that may wait for one conversation, and offers for one Inbox; one more is refused as overloaded.
    /// 10 to 100 000, default 10 000.</summary>
    [Range(10, 100_000)]
    public int WaitingMax { get; set; } = 10_000;

    /// <summary>Commands that one run takes, 1 to 10 000. Default 500.</summary>
    [Range(1, 10_000)]
    public int RunMax { get; set; } = 500;

    /// <summary>How long a grain stays in memory after its last call. 1 s to 1 day, default 2 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How often open streams and waits hear of a busy large group. 1 s to 1 minute, default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan AdvanceRound { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a write may take before its caller is told to try again. 100 ms to 5 minutes, default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a queue of commands may stand: more than is done within this time are refused as overloaded, once
    /// that has gone on for <see cref="BurstTime"/>. 10 ms to 10 s, default 100 ms. 1536 may always be under way.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:10")]
    public TimeSpan QueueTime { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long more than <see cref="QueueTime"/> allows are let in, and how many: what is done within this time,
    /// at least 4096. 0 to 10 s, default 250 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan BurstTime { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How far Inboxes may be behind before sends are refused as overloaded, 100 ms to 1 minute. Default 1 s;
    /// 50 000 offers may always be under way.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan FanOutTime { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Offers that may be under way to Inboxes, whatever the pace; while there are more, sends are refused as
    /// overloaded. 100 to 10 000 000, default 500 000.</summary>
    [Range(100, 10_000_000)]
    public int FanOutMax { get; set; } = 500_000;

    internal TimelineRules Rules => new(MembersMax, RecallWindow);

    /// <summary>For tests: whatever crosses a grain call is serialized and read again, as in a cluster. Default false.</summary>
    public bool CopyGrainCalls { get; set; }
}
