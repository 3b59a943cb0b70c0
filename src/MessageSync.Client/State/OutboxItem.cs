namespace MessageSync.Client;

/// <summary>One command that is under way.</summary>
/// <param name="No">Orders the outbox; never reused.</param>
/// <param name="Conversation">Where.</param>
/// <param name="Command">What.</param>
public sealed record OutboxItem(long No, string Conversation, DeviceCommand Command)
{
    /// <summary>The problem of a command that names a message of an older life of the store.</summary>
    public const string EpochChanged = "epoch-changed";

    /// <summary>Where it stands. Default <see cref="OutboxStatus.Waiting"/>.</summary>
    public OutboxStatus Status { get; init; }

    /// <summary>For a sent message its place; else null.</summary>
    public long? Seq { get; init; }

    /// <summary>For a sent message when the server took it; else null.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Why it failed: the problem's slug; else null.</summary>
    public string? Problem { get; init; }
}

/// <summary>Where a command of the outbox stands.</summary>
public enum OutboxStatus
{
    /// <summary>It is tried until there is an answer.</summary>
    Waiting,

    /// <summary>A message that the server took; it leaves the outbox when the message itself is stored.</summary>
    Sent,

    /// <summary>Finally refused: it stays until it is retried or discarded.</summary>
    Failed,
}
