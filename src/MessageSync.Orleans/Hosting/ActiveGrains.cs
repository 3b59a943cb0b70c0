using System.Collections.Concurrent;
using MessageSync.Orleans.Grains;

namespace MessageSync.Orleans.Hosting;

/// <summary>The grains that are active in this silo: how many, and the Inboxes by their owners. Thread-safe.</summary>
internal sealed class ActiveGrains
{
    private readonly ConcurrentDictionary<UserId, OrleansInboxGrain> _active = new();
    private int _timelines;

    /// <summary>How many there are.</summary>
    public (int Timelines, int Inboxes) Count => (Volatile.Read(ref _timelines), _active.Count);

    /// <summary>A Timeline became active.</summary>
    public void AddTimeline() => Interlocked.Increment(ref _timelines);

    /// <summary>A Timeline is no longer.</summary>
    public void RemoveTimeline() => Interlocked.Decrement(ref _timelines);

    /// <summary>An Inbox became active.</summary>
    public void Add(UserId owner, OrleansInboxGrain inbox) => _active[owner] = inbox;

    /// <summary>It is no longer.</summary>
    public void Remove(UserId owner, OrleansInboxGrain inbox) => _active.TryRemove(new(owner, inbox));

    /// <summary>Null when it is not active here.</summary>
    public OrleansInboxGrain? Find(UserId owner) => _active.GetValueOrDefault(owner);
}
