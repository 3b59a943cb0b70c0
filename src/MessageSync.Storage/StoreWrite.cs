using System.Diagnostics;
using MessageSync.FanOut;
using MessageSync.Inboxes;
using MessageSync.Timelines;

namespace MessageSync.Storage;

/// <summary>One piece of a batch: stored whole or not at all. A closed set.</summary>
public abstract record StoreWrite
{
    private protected StoreWrite() { }

    /// <summary>True where nobody waits for the answer: it may be held back for a moment.</summary>
    public virtual bool CanWait => false;

    /// <summary>About how many rows of the store it is.</summary>
    internal virtual int Rows => 1;

    /// <summary>The id of the grain that it is of: a batch has one of a kind for each. Null where that does not matter.</summary>
    internal virtual string? Grain => null;

    /// <summary>The recorded spans that it is due to; null where there is none.</summary>
    internal IReadOnlyList<Activity>? Causes { get; init; }
}

/// <summary>The changes of one Timeline that follow its change <paramref name="Expected"/>. Stored only if that is
/// still its last one and no message's send key is taken.</summary>
/// <param name="Expected">The change decided on; <see cref="ChangeNo.None"/> where the conversation is to begin.</param>
/// <param name="After">The Timeline afterwards.</param>
/// <param name="Changes">At least one, numbered on from <paramref name="Expected"/>.</param>
/// <param name="Announcements">One for each change; kept in the journal, in the same transaction.</param>
public sealed record TimelineRun(
    ChangeNo Expected, Timeline After, IReadOnlyList<Change> Changes, IReadOnlyList<Announcement> Announcements)
    : StoreWrite
{
    /// <summary>The conversation written to.</summary>
    public ConversationId Conversation => After.Id;

    internal override int Rows => Changes.Count;

    internal override string Grain => Conversation.Value;
}

/// <summary>A run of one Inbox. Stored only if its head is still the expected one.</summary>
/// <param name="Run">What is stored.</param>
/// <param name="Trim">Entries beyond these bounds are dropped with it, oldest first, and the floor moves along; null
/// trims nothing.</param>
public sealed record InboxWrite(InboxRun Run, InboxBounds? Trim) : StoreWrite
{
    /// <summary>Offers can; whoever notifies, or changes their view, waits.</summary>
    public override bool CanWait => Run.Notified is null && Run.View is null;

    internal override int Rows => Math.Max(1, Run.Added.Count);

    internal override string Grain => Run.Owner.Value;
}

/// <summary>Positions of devices, as they are now. Always stored.</summary>
/// <param name="Owner">Whose devices.</param>
/// <param name="Devices">Null where a device was forgotten.</param>
public sealed record DevicesWrite(UserId Owner, IReadOnlyDictionary<DeviceId, DeviceCursor?> Devices) : StoreWrite
{
    internal override string Grain => Owner.Value;
}

/// <summary>Rows of the journal whose announcements have reached their Inboxes, or are set aside, are dropped.</summary>
/// <param name="Writer">Whose rows.</param>
/// <param name="Through">The last batch; of a live writer always before its newest, whose number is still needed.</param>
public sealed record JournalClear(string Writer, long Through) : StoreWrite;

/// <summary>Offers that one Inbox would not take are set aside for it, durably.</summary>
/// <param name="Lag">They follow those that are set aside already.</param>
public sealed record LagWrite(Lag Lag) : StoreWrite;

/// <summary>The Inbox has taken what was set aside.</summary>
/// <param name="No">Which.</param>
public sealed record LagClear(long No) : StoreWrite;

/// <summary>What became of a <see cref="StoreWrite"/>.</summary>
public enum WriteOutcome
{
    /// <summary>It is durable.</summary>
    Stored,
    /// <summary>Another owner wrote in between. Nothing of it was stored: reload, decide again.</summary>
    Conflict,
    /// <summary>A send key of the run is taken by an older message. Nothing of it was stored: ask for its keys.</summary>
    SendKeyKnown,
}
