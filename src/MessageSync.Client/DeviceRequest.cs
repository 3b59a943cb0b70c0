namespace MessageSync.Client;

/// <summary>
/// What a device asks of the server. A closed set; each is one operation of the wire and is answered by one
/// <see cref="DeviceReply"/>.
/// </summary>
public abstract record DeviceRequest
{
    private DeviceRequest() { }

    /// <summary>Entries after a cursor. Answered by <see cref="DeviceReply.Synced"/>.</summary>
    /// <param name="Cursor">Null only with <paramref name="Limit"/> 0: a new device asks for the head.</param>
    /// <param name="Acked">Everything up to here is stored; null when there is nothing new to say.</param>
    /// <param name="Limit">Most entries, 0 to 1000.</param>
    /// <param name="Wait">How long the server may hold the answer until there is something; 0 to 60 s.</param>
    public sealed record Sync(string? Cursor, string? Acked, int Limit, TimeSpan Wait) : DeviceRequest;

    /// <summary>Everything up to here is stored. Answered by <see cref="DeviceReply.Done"/>.</summary>
    /// <param name="Cursor">The device's own.</param>
    public sealed record Ack(string Cursor) : DeviceRequest;

    /// <summary>A page of conversations. Answered by <see cref="DeviceReply.Listed"/>.</summary>
    /// <param name="Page">Null for the first.</param>
    /// <param name="LostAfter">At least those that changed after this cursor, left and unlisted ones included.</param>
    /// <param name="Limit">Most conversations, 1 to 200.</param>
    /// <param name="IsById">Ordered by id; else the newest first.</param>
    public sealed record List(string? Page, string? LostAfter, int Limit, bool IsById) : DeviceRequest;

    /// <summary>One conversation. Answered by <see cref="DeviceReply.Shown"/>.</summary>
    /// <param name="Conversation">Which.</param>
    public sealed record Show(string Conversation) : DeviceRequest;

    /// <summary>A page of the history. Answered by <see cref="DeviceReply.Roamed"/>.</summary>
    /// <param name="Conversation">Which.</param>
    /// <param name="Anchor">Where the page begins.</param>
    /// <param name="Limit">Most messages, 0 to 200.</param>
    public sealed record Roam(string Conversation, RoamAnchor Anchor, int Limit) : DeviceRequest;

    /// <summary>Messages that changed. Answered by <see cref="DeviceReply.MutationsRead"/>.</summary>
    /// <param name="Conversation">Which.</param>
    /// <param name="After">The last mutation known; 0 for none.</param>
    /// <param name="Limit">Most messages, 0 to 200.</param>
    public sealed record Mutations(string Conversation, long After, int Limit) : DeviceRequest;

    /// <summary>What the user hid. Answered by <see cref="DeviceReply.HiddenRead"/>.</summary>
    /// <param name="Conversation">Where.</param>
    public sealed record Hidden(string Conversation) : DeviceRequest;

    /// <summary>Present members. Answered by <see cref="DeviceReply.MembersRead"/>.</summary>
    /// <param name="Conversation">Of which.</param>
    /// <param name="After">Those after this user; null for the first page.</param>
    /// <param name="Limit">Most members, 1 to 1000.</param>
    public sealed record Members(string Conversation, string? After, int Limit) : DeviceRequest;

    /// <summary>A command of the outbox. Answered by <see cref="DeviceReply.Sent"/> (a send) or
    /// <see cref="DeviceReply.Done"/> (all others).</summary>
    /// <param name="Conversation">Where.</param>
    /// <param name="What">What is to be done.</param>
    public sealed record Order(string Conversation, DeviceCommand What) : DeviceRequest;
}

/// <summary>Where a page of the history begins. A closed set.</summary>
public abstract record RoamAnchor
{
    private RoamAnchor() { }

    /// <summary>The newest page.</summary>
    public sealed record Newest : RoamAnchor;

    /// <summary>The nearest below <paramref name="Seq"/>, exclusive.</summary>
    /// <param name="Seq">From 0; need not be visible.</param>
    public sealed record Before(long Seq) : RoamAnchor;

    /// <summary>The nearest above <paramref name="Seq"/>, exclusive.</summary>
    /// <param name="Seq">From 0; need not be visible.</param>
    public sealed record After(long Seq) : RoamAnchor;

    /// <summary>Half below <paramref name="Seq"/>, the rest from it on.</summary>
    /// <param name="Seq">From 0; need not be visible.</param>
    public sealed record Around(long Seq) : RoamAnchor;

    /// <summary>From the first message at or after a time.</summary>
    /// <param name="Time">The server's clock.</param>
    public sealed record At(DateTimeOffset Time) : RoamAnchor;
}
