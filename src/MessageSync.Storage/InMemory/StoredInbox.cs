using System.Collections.Immutable;
using MessageSync.Inboxes;
using MessageSync.Timelines;

namespace MessageSync.Storage.InMemory;

/// <summary>All that is stored of one Inbox, immutable.</summary>
internal sealed record StoredInbox(UserId Owner)
{
    public InboxSeqNo Head { get; init; }

    public DateTimeOffset LastAt { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>The last place that was dropped for its age or for room; places that were merged do not count.</summary>
    public InboxSeqNo Floor { get; init; }

    /// <summary>Ascending by place and time.</summary>
    public ImmutableList<InboxEntry> Entries { get; init; } = [];

    public ImmutableDictionary<ConversationId, Told> Told { get; init; } =
        ImmutableDictionary<ConversationId, Told>.Empty;

    public ImmutableSortedDictionary<SendKey, Notified> Notified { get; init; } =
        ImmutableSortedDictionary<SendKey, Notified>.Empty;

    public ImmutableSortedDictionary<DeviceId, DeviceCursor> Devices { get; init; } =
        ImmutableSortedDictionary<DeviceId, DeviceCursor>.Empty;

    /// <summary>What the owner did to their view of conversations.</summary>
    public ImmutableDictionary<ConversationId, OwnView> Views { get; init; } =
        ImmutableDictionary<ConversationId, OwnView>.Empty;

    /// <summary>What the owner did to their view of one.</summary>
    public OwnView ViewOf(ConversationId conversation) => Views.GetValueOrDefault(conversation, OwnView.Untouched);

    /// <summary>The Inbox as its grain needs it.</summary>
    public Inbox Load() => new(Owner, Head, LastAt, Entries.Count);

    /// <summary>The last change that the owner was told of, with the entry that told it.</summary>
    public Told ToldOf(ConversationId conversation) =>
        Told.GetValueOrDefault(conversation) ?? new(conversation, ChangeNo.None, InboxSeqNo.None);

    /// <summary>The Inbox after a run.</summary>
    public StoredInbox With(InboxWrite write)
    {
        var run = write.Run;
        var after = this with
        {
            Head = run.Head,
            LastAt = run.At,
            Entries = Entries.AddRange(run.Added).RemoveAll(entry => run.Removed.Contains(entry.Seq)),
            Told = Told.SetItems(run.Told.Select(told => KeyValuePair.Create(told.Conversation, told))),
            Views = run.View is { } view ? Views.SetItem(view.Conversation, With(view)) : Views,
            Notified = run.Notified is { } notified ? Notified.SetItem(notified.SendKey, notified) : Notified,
        };
        return write.Trim is { } bounds ? after.Drop(after.Beyond(bounds)) : after;
    }

    private OwnView With(ViewChange change)
    {
        var own = ViewOf(change.Conversation);
        return new(
            change.Hidden is { } range ? SeqRanges.Of([.. own.Hidden, range]) : own.Hidden,
            change.UnlistedUpTo ?? own.UnlistedUpTo,
            change.MarkedUnread ?? own.MarkedUnread);
    }

    /// <summary>The Inbox with its devices as they are now.</summary>
    public StoredInbox With(DevicesWrite write) => this with
    {
        Devices = Devices.RemoveRange(write.Devices.Keys).AddRange(
            write.Devices.Where(device => device.Value is not null)
                .Select(device => KeyValuePair.Create(device.Key, device.Value!))),
    };

    /// <summary>What a device gets.</summary>
    public InboxSlice Read(InboxQuery query)
    {
        var gone = Beyond(query.Bounds);
        var floor = gone == 0 ? Floor : Entries[gone - 1].Seq;
        var (after, reset) = SyncStart.Of(query.Asked, query.Epoch, Head, floor);
        var following = Entries.Where(entry => entry.Seq > after).ToList();
        return new(Head, after, reset, [.. following.Take(query.Limit)], following.Count > query.Limit);
    }

    /// <summary>The Inbox without some of what is beyond the bounds, oldest first.</summary>
    /// <param name="bounds">What is kept.</param>
    /// <param name="limit">Most rows dropped.</param>
    public (StoredInbox After, int Dropped) Sweep(InboxBounds bounds, int limit)
    {
        var entries = Math.Min(Beyond(bounds), limit);
        var keys = Notified.Values.Where(known => known.At < bounds.OldestAt)
            .Select(known => known.SendKey).Take(limit - entries).ToList();
        return (Drop(entries) with { Notified = Notified.RemoveRange(keys) }, entries + keys.Count);
    }

    /// <summary>The Inbox without its oldest entries.</summary>
    private StoredInbox Drop(int entries) => entries == 0 ? this : this with
    {
        Floor = Entries[entries - 1].Seq,
        Entries = Entries.RemoveRange(0, entries),
    };

    /// <summary>How many of the oldest entries are beyond the bounds.</summary>
    private int Beyond(InboxBounds bounds) => Math.Max(
        Entries.FindLastIndex(entry => entry.At < bounds.OldestAt) + 1,
        Math.Max(0, Entries.Count - bounds.EntriesMax));
}
