using MessageSync.Grains;

namespace MessageSync.Orleans.Grains;

/// <summary>Finds grains in the cluster, from a silo or from a client.</summary>
internal sealed class OrleansGrains(IGrainFactory factory, IFrontEnd frontEnd) : IGrains
{
    // Orleans holds observers weakly: this one lives as long as the front end.
    private readonly ReachableFrontEnd _reachable = new(frontEnd);
    private readonly Lock _gate = new();
    private IOrleansHints? _address;

    public IDirectoryGrain Directory => factory.GetGrain<IOrleansDirectoryGrain>(0);

    public ITimelineGrain Timeline(ConversationId id) => factory.GetGrain<IOrleansTimelineGrain>(id.Value);

    public IInboxGrain Inbox(UserId owner) => factory.GetGrain<IOrleansInboxGrain>(owner.Value);

    public IHints Address(IHints hints)
    {
        lock (_gate) return _address ??= factory.CreateObjectReference<IOrleansHints>(_reachable);
    }
}

/// <summary>Takes what comes for the front end of this process.</summary>
internal sealed class ReachableFrontEnd(IFrontEnd frontEnd) : IOrleansHints
{
    public void InboxMoved(UserId owner, InboxSeqNo head) => frontEnd.InboxMoved(owner, head);

    public void GroupMoved(ConversationId conversation, ChangeNo change) => frontEnd.GroupMoved(conversation, change);

    public void StreamsEnd(UserId owner, DeviceId device, long before, StreamEnd end) =>
        frontEnd.StreamsEnd(owner, device, before, end);

    public void GrainsMoved() => frontEnd.GrainsMoved();

    public void InboxLeft(UserId owner) => frontEnd.InboxLeft(owner);

    public void GroupLeft(ConversationId conversation) => frontEnd.GroupLeft(conversation);

    public void Signalled(UserId[] users, Signal signal) => frontEnd.Tell(users, signal);
}
