namespace MessageSync.Grains;

/// <summary>Whoever waits for news. A hint carries only a position and may be lost: that costs delay, never data.</summary>
public interface IHints
{
    /// <summary>An Inbox has something new.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="head">Its last place.</param>
    void InboxMoved(UserId owner, InboxSeqNo head);

    /// <summary>A large group moved on.</summary>
    /// <param name="conversation">Which.</param>
    /// <param name="change">Its last change.</param>
    void GroupMoved(ConversationId conversation, ChangeNo change);

    /// <summary>Streams of a device end.</summary>
    /// <param name="owner">Whose device.</param>
    /// <param name="device">Which.</param>
    /// <param name="before">Those with a lower number; a newer one goes on.</param>
    /// <param name="end">Why.</param>
    void StreamsEnd(UserId owner, DeviceId device, long before, StreamEnd end);

    /// <summary>An Inbox left memory; where it is made anew it knows nobody: whoever waits looks at once.</summary>
    /// <param name="owner">Whose.</param>
    void InboxLeft(UserId owner);

    /// <summary>The same of a large group.</summary>
    /// <param name="conversation">Which.</param>
    void GroupLeft(ConversationId conversation);
}

/// <summary>Why the server ends a stream.</summary>
public enum StreamEnd
{
    /// <summary>A newer stream of the same device took over.</summary>
    Conflict,
    /// <summary>The device was forgotten.</summary>
    Forgotten,
}

/// <summary>Where signals go: straight to the open streams, wherever they are. What cannot be told is lost.</summary>
public interface ISignals
{
    /// <summary>Tells the open streams of some users.</summary>
    void Tell(IReadOnlyList<UserId> users, Signal signal);
}

/// <summary>The front end of one process: all hints and signals for those who wait there come to it. Thread-safe.</summary>
public interface IFrontEnd : IHints, ISignals
{
    /// <summary>Grains may be elsewhere now, where nobody knows who waits here: everybody looks, at once.</summary>
    void GrainsMoved();
}
