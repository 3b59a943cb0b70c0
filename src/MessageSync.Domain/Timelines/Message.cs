namespace MessageSync.Timelines;

/// <summary>What became of a message since it was sent.</summary>
public enum MessageState
{
    /// <summary>As first sent.</summary>
    Sent,
    /// <summary>Its body was replaced.</summary>
    Edited,
    /// <summary>A tombstone: it keeps its place and has no body any more.</summary>
    Recalled,
}

/// <summary>One message of a Timeline in its present state. Its body lives apart from its place and its state.</summary>
/// <param name="Conversation">The Timeline it belongs to.</param>
/// <param name="Seq">Its position there.</param>
/// <param name="SendKey">The sender's name for it.</param>
/// <param name="Sender">Who sent it.</param>
/// <param name="SentAt">The server's clock, never before that of the message before it.</param>
/// <param name="Body">Null for a tombstone.</param>
public sealed record Message(
    ConversationId Conversation, SeqNo Seq, SendKey SendKey, UserId Sender, DateTimeOffset SentAt, MessageBody? Body)
{
    /// <summary>What became of it.</summary>
    public MessageState State { get; init; }

    /// <summary>How often it was edited.</summary>
    public int Version { get; init; }

    /// <summary>When it was last edited.</summary>
    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>Who recalled it; a service by its own name.</summary>
    public UserId? RecalledBy { get; init; }

    /// <summary>When it was recalled.</summary>
    public DateTimeOffset? RecalledAt { get; init; }

    /// <summary>The change that last edited or recalled it; <see cref="ChangeNo.None"/> while as sent.</summary>
    public ChangeNo Mutation { get; init; }
}
