using MessageSync.Grains;

namespace MessageSync.Orleans.Grains;

/// <summary>A Timeline in the cluster, by conversation id.</summary>
[Alias("messagesync.ITimeline")]
internal interface IOrleansTimelineGrain : ITimelineGrain, IGrainWithStringKey;

/// <summary>An Inbox in the cluster, by user id.</summary>
[Alias("messagesync.IInbox")]
internal interface IOrleansInboxGrain : IInboxGrain, IGrainWithStringKey;

/// <summary>Lists and shows, wherever it is called.</summary>
[Alias("messagesync.IDirectory")]
internal interface IOrleansDirectoryGrain : IDirectoryGrain, IGrainWithIntegerKey;

/// <summary>The front end of one process, as grains elsewhere reach it.</summary>
[Alias("messagesync.IHints")]
internal interface IOrleansHints : IHints, IGrainObserver
{
    /// <summary>Somebody told the open streams of some users something.</summary>
    void Signalled(UserId[] users, Signal signal);

    /// <summary>Grains may be elsewhere now.</summary>
    void GrainsMoved();
}
