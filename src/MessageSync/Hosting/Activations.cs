using System.Collections.Concurrent;
using MessageSync.Grains;

namespace MessageSync.Hosting;

/// <summary>The grains of one kind that are in memory, by id: loaded when called, retired when idle. That two live side by
/// side for a moment does no harm: the store decides.</summary>
internal sealed class Activations<TId, TGrain>(
    Func<TId, IActivation, TGrain> create, Func<TGrain, bool> isIdle, TimeProvider clock)
    where TId : notnull
    where TGrain : class
{
    private readonly ConcurrentDictionary<TId, Activation> _active = new();
    private long _made;

    public int Count => _active.Count;

    /// <summary>In the order in which they were made: a simulated day then repeats in any process.</summary>
    public IEnumerable<TGrain> All => _active.Values.OrderBy(activation => activation.No).Select(one => one.Grain);

    public TGrain Get(TId id)
    {
        if (!_active.TryGetValue(id, out var activation))
        {
            var no = Interlocked.Increment(ref _made);
            activation = _active.GetOrAdd(id, static (id, own) => new(own.create, id, own.no), (create, no));
        }
        activation.LastUsed = clock.GetTimestamp();
        return activation.Grain;
    }

    /// <summary>Forgets grains that nobody called for a while and that have nothing to lose.</summary>
    public void Retire(TimeSpan idle)
    {
        foreach (var (id, activation) in _active)
            if (clock.GetElapsedTime(activation.LastUsed) > idle && isIdle(activation.Grain))
                _active.TryRemove(new(id, activation));
    }

    private sealed class Activation : IActivation
    {
        private readonly Lock _turn = new();

        public Activation(Func<TId, IActivation, TGrain> create, TId id, long no) =>
            (Grain, No) = (create(id, this), no);

        public TGrain Grain { get; }

        public long No { get; }

        public long LastUsed { get; set; }

        public void Enter() => _turn.Enter();

        public void Leave() => _turn.Exit();
    }
}
