namespace MessageSync.Client;

/// <summary>What a stream says. A closed set; events that a newer server adds are skipped.</summary>
public abstract record StreamEvent
{
    private StreamEvent() { }

    /// <summary>An entry of the Inbox; one of a kind that is not known has just the type
    /// <see cref="InboxEntry"/>.</summary>
    /// <param name="Entry">The entry.</param>
    public sealed record EntryCame(InboxEntry Entry) : StreamEvent;

    /// <summary>Once: everything that was stored when the stream began has come.</summary>
    /// <param name="Position">Where.</param>
    public sealed record CaughtUp(StreamPosition Position) : StreamEvent;

    /// <summary>The cursor asked for cannot simply go on. The kept entries follow.</summary>
    /// <param name="Reset">Why, and from where.</param>
    public sealed record ResetCame(Reset Reset) : StreamEvent;

    /// <summary>A newer stream of this device took over, and this one ends. Do not open another: two of them would take
    /// over from each other for ever.</summary>
    public sealed record Conflict : StreamEvent;

    /// <summary>A signal of a member of one of the user's conversations.</summary>
    /// <param name="Signal">The signal.</param>
    public sealed record SignalCame(Signal Signal) : StreamEvent;
}

/// <summary>Where a stream is when it has caught up.</summary>
/// <param name="Cursor">What was delivered.</param>
/// <param name="Head">The position after the last entry of all.</param>
public sealed record StreamPosition(string Cursor, string Head);

/// <summary>Something that is stored nowhere: typing, presence, ringing.</summary>
/// <param name="Conversation">Where.</param>
/// <param name="From">Who gave it.</param>
/// <param name="Name">What kind: 1 to 100 characters.</param>
/// <param name="Body">At most 1 KiB; null for none.</param>
/// <param name="At">When the server took it.</param>
public sealed record Signal(string Conversation, string From, string Name, string? Body, DateTimeOffset At);
