namespace MessageSync.Client;

/// <summary>What became of a <see cref="DeviceRequest"/>. A closed set.</summary>
public abstract record DeviceReply
{
    private DeviceReply() { }

    /// <summary>To a <see cref="DeviceRequest.Sync"/>.</summary>
    /// <param name="Reply">The page.</param>
    public sealed record Synced(SyncReply Reply) : DeviceReply;

    /// <summary>To a <see cref="DeviceRequest.List"/>.</summary>
    /// <param name="List">The page.</param>
    public sealed record Listed(ConversationList List) : DeviceReply;

    /// <summary>To a <see cref="DeviceRequest.Show"/>.</summary>
    /// <param name="Conversation">As it is now.</param>
    public sealed record Shown(Conversation Conversation) : DeviceReply;

    /// <summary>To a <see cref="DeviceRequest.Roam"/>.</summary>
    /// <param name="Page">The page.</param>
    public sealed record Roamed(RoamingPage Page) : DeviceReply;

    /// <summary>To a <see cref="DeviceRequest.Mutations"/>.</summary>
    /// <param name="Page">The page.</param>
    public sealed record MutationsRead(MutationsPage Page) : DeviceReply;

    /// <summary>To a <see cref="DeviceRequest.Hidden"/>.</summary>
    /// <param name="Hidden">All of it.</param>
    public sealed record HiddenRead(HiddenRanges Hidden) : DeviceReply;

    /// <summary>To a <see cref="DeviceRequest.Members"/>.</summary>
    /// <param name="Page">The page.</param>
    public sealed record MembersRead(MembersPage Page) : DeviceReply;

    /// <summary>To a send: 201, or 200 for a duplicate.</summary>
    /// <param name="Receipt">Where the message stands.</param>
    public sealed record Sent(SendReceipt Receipt) : DeviceReply;

    /// <summary>To an ack, and to every command that is no send: accepted.</summary>
    public sealed record Done : DeviceReply;

    /// <summary>The server refused, whatever was asked. Nothing was stored.</summary>
    /// <param name="Problem">The slug: the last segment of the problem's <c>type</c>.</param>
    /// <param name="RetryAfter">When the server wants to be asked again; null when it did not say.</param>
    public sealed record Refused(string Problem, TimeSpan? RetryAfter = null) : DeviceReply
    {
        private static readonly string[] s_passing =
            ["rate-limited", "overloaded", "store-unavailable", "internal", "unauthenticated"];

        /// <summary>True when the same request may succeed later: full, down, a bug, or a token that has to be
        /// renewed.</summary>
        public bool IsPassing => s_passing.Contains(Problem, StringComparer.Ordinal);
    }

    /// <summary>No answer came: whether it was done is unknown.</summary>
    /// <param name="RetryAfter">When something in between wants to be asked again; null when nothing was said.</param>
    /// <param name="HasBegun">An answer had begun and was cut off: a shorter one may get through.</param>
    public sealed record Lost(TimeSpan? RetryAfter = null, bool HasBegun = false) : DeviceReply;
}
