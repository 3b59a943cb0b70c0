using MessageSync.Grains;
using MessageSync.Inboxes;

namespace MessageSync.Hosting;

/// <summary>What a host of grains gives to the work around them.</summary>
public interface IHostedGrains
{
    /// <summary>How many are in memory here.</summary>
    (int Timelines, int Inboxes) Active { get; }

    /// <summary>Brings offers to the Inbox of <paramref name="owner"/>, wherever it lives, as
    /// <see cref="IInboxGrain.OfferAsync"/>.</summary>
    Task OfferAsync(UserId owner, IReadOnlyList<Offer> offers);

    /// <summary>Forgets grains of this process that nobody called for <paramref name="idle"/> and that have nothing to
    /// lose.</summary>
    void Retire(TimeSpan idle);
}

/// <summary>A Timeline as its host sees it.</summary>
public interface IHostedTimeline : ITimelineGrain
{
    /// <summary>True when nothing would be lost by forgetting the grain.</summary>
    bool IsIdle { get; }

    /// <summary>Tells those who watch that it leaves memory: where grains move, they are forgotten though watched.</summary>
    void Leave();
}

/// <summary>An Inbox as its host sees it.</summary>
public interface IHostedInbox : IInboxGrain
{
    /// <summary>True when nothing would be lost by forgetting the grain.</summary>
    bool IsIdle { get; }

    /// <summary>Saves what devices acked: before the grain is forgotten in order.</summary>
    Task SaveAsync();

    /// <summary>Waits until what was handed in is stored, so that the next owner of the Inbox begins where this one ended: 5 s
    /// at most, and no longer than <paramref name="ct"/> says.</summary>
    Task RestAsync(CancellationToken ct);

    /// <summary>As <see cref="IHostedTimeline.Leave"/>.</summary>
    void Leave();
}
