namespace MessageSync.Client;

/// <summary>What changed on a device, for screens to redraw. A closed set.</summary>
public abstract record DeviceChange
{
    private DeviceChange() { }

    /// <summary>Anything may have changed, <see cref="DeviceSession.State"/> too. It is the first change of every
    /// reader, and takes the place of those that a slow reader had no room for.</summary>
    public sealed record Everything : DeviceChange;

    /// <summary>A conversation came, went or is to be shown differently.</summary>
    /// <param name="Id">Which.</param>
    public sealed record OfConversation(string Id) : DeviceChange;

    /// <summary>Messages came, changed or went.</summary>
    /// <param name="Conversation">Where.</param>
    /// <param name="Range">None outside of it.</param>
    public sealed record OfMessages(string Conversation, SeqRange Range) : DeviceChange;

    /// <summary>Members or their receipts changed.</summary>
    /// <param name="Conversation">Where.</param>
    public sealed record OfMembers(string Conversation) : DeviceChange;

    /// <summary>An item of the outbox came, changed or went.</summary>
    /// <param name="No">Its number.</param>
    public sealed record OfOutbox(long No) : DeviceChange;

    /// <summary>Notifications came or went.</summary>
    public sealed record OfNotifications : DeviceChange;

    /// <summary>Somebody gave a signal.</summary>
    /// <param name="Signal">The signal; it is stored nowhere.</param>
    public sealed record SignalCame(Signal Signal) : DeviceChange;

    /// <summary>The connection is another.</summary>
    /// <param name="State">How it is now.</param>
    public sealed record OfConnection(DeviceConnection State) : DeviceChange;
}

/// <summary>How a device stands to its server.</summary>
public enum DeviceConnection
{
    /// <summary>Nothing is asked: the session does not run.</summary>
    Stopped,

    /// <summary>No answer has come yet.</summary>
    Connecting,

    /// <summary>Answers come; news by long poll, or with the next sync.</summary>
    Polling,

    /// <summary>Answers come, and news by a stream.</summary>
    Streaming,

    /// <summary>The last request was lost; it is tried again.</summary>
    Unreachable,

    /// <summary>A newer stream of this device took over, in another program: the session has ended.</summary>
    Superseded,
}
