using MessageSync.Inboxes;
using MessageSync.Simulation.Tests.Checks;
using MessageSync.Simulation.Tests.Faults;
using MessageSync.Simulation.Tests.Machine;
using MessageSync.Simulation.Tests.People;
using MessageSync.Simulation.Tests.Stores;
using MessageSync.Simulation.Tests.Truth;
using MessageSync.Storage;

namespace MessageSync.Simulation.Tests.World;

/// <summary>Everything of one seed: one store, the hosts over it, the people, what they were told and what was stored.</summary>
internal sealed class Town
{
    private readonly Random _random;
    private readonly Context _network;
    private readonly List<SimHost> _hosts = [];
    private DateTimeOffset _latest;
    private int _starts;

    public Town(int seed, TownStore store)
    {
        (Store, Epoch) = (store, store.Epoch);
        _random = new(seed);
        Scheduler = new(new(seed + 1), Clock);
        Main = new(Scheduler, "town");
        _network = new(Scheduler, "network");
        Trace = new(Clock);
        Weather = new(new(seed + 2), Clock);
        Options = new()
        {
            InboxEntriesMax = Pick(10, 10, 20, 60, 1000),
            IdleTimeout = Pick(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(2)),
            RunMax = Pick(1, 3, 500),
            CopyGrainCalls = seed % 10 == 2,
        };
        Ledger = new(Trace, Options.InboxEntriesMax);
        Mutations = new(Ledger);
        Answers = new(Ledger, Mutations);
    }

    public SimClock Clock { get; } = new();

    public Scheduler Scheduler { get; }

    public Context Main { get; }

    public Trace Trace { get; }

    public Weather Weather { get; }

    public Ledger Ledger { get; }

    public Answers Answers { get; }

    public MessageSyncOptions Options { get; }

    public Mutations Mutations { get; }

    public Epoch Epoch { get; }

    public TownStore Store { get; }

    /// <summary>True once nothing goes wrong any more.</summary>
    public bool IsEvening { get; set; }

    public List<Phone> Phones { get; } = [];

    /// <summary>True when some phones hold streams and hints are lost.</summary>
    public bool HasStreams { get; init; }

    /// <summary>Every stream that was ever asked for, in this order.</summary>
    public List<OpenStream> Streams { get; } = [];

    public IReadOnlyList<SimHost> Hosts => _hosts;

    /// <summary>True once two hosts were up at the same time: then memory may be behind the store.</summary>
    public bool HadTwoOwners { get; private set; }

    public T Pick<T>(params ReadOnlySpan<T> of) => of[_random.Next(of.Length)];

    /// <summary>A call to some host that is up.</summary>
    /// <exception cref="StoreUnavailableException">The answer is not known.</exception>
    public Task<Answer<T>> CallAsync<T>(
        string who, string what, Func<IMessageSync, Task<Answer<T>>> call, Func<T, string>? describe = null)
        where T : class =>
        CallHostAsync(who, what, host => host.CallAsync(call), describe);

    /// <summary>A call to some host that is up, which it is told of.</summary>
    /// <exception cref="StoreUnavailableException">The answer is not known.</exception>
    public async Task<Answer<T>> CallHostAsync<T>(
        string who, string what, Func<SimHost, Task<Answer<T>>> call, Func<T, string>? describe = null)
        where T : class
    {
        Notice();
        var up = _hosts.Where(host => host.IsUp).ToList();
        if (up.Count == 0) throw new StoreUnavailableException("No host is up.");

        var host = up[_random.Next(up.Count)];
        var begun = Mutations.Erasures.Now;
        Trace.Write(who, $"{what} … ({host.Name})");
        try
        {
            var answer = await call(host);
            Notice();
            if (answer.Value is { } reply) ShownMessages.Check(this, who, begun, reply);
            var said = answer.Value is { } value ? describe?.Invoke(value) ?? "done" : $"{answer.Refusal}";
            Trace.Write(who, $"{what} → {said}");
            return answer;
        }
        catch (Exception unknown) when (unknown is StoreUnavailableException or SickRowException)
        {
            Trace.Write(who, $"{what} → unknown ({unknown.Message})");
            throw unknown as StoreUnavailableException ?? new("The store failed.", unknown);
        }
    }

    /// <summary>A call that is never refused.</summary>
    public async Task<T> AskAsync<T>(
        string who, string what, Func<IMessageSync, Task<Answer<T>>> call, Func<T, string>? describe = null) where T : class
    {
        var answer = await CallAsync(who, what, call, describe);
        return answer.Value ?? throw new SimulationFailure("T4", $"{who}: {what} was refused: {answer.Refusal}.");
    }

    public Task WaitAsync(double seconds) =>
        Task.Delay(TimeSpan.FromSeconds(seconds), Clock, CancellationToken.None);

    /// <summary>Starts one more host; tries until it succeeds or dies.</summary>
    public async Task StartHostAsync()
    {
        while (true)
        {
            var name = $"host{++_starts}";
            var store = new FaultyStore(Store, Weather, _network, Ledger, new(_random.Next()));
            var context = new Context(Scheduler, name);
            var host = new SimHost(context, store, Weather, Options, Clock, Trace, HasStreams)
            {
                OnDeath = () => Trace.Write(name, "is gone"),
            };
            Trace.Write(name, "starts");
            try
            {
                await host.StartAsync();
            }
            catch (StoreUnavailableException)
            {
                host.Kill(0);
                await WaitAsync(0.5);
                continue;
            }
            _hosts.Add(host);
            HadTwoOwners |= _hosts.Count(one => one.IsUp) > 1;
            Answers.MayBeBehind = HadTwoOwners;
            Trace.Write(name, "is up");
            return;
        }
    }

    public void Slew(TimeSpan by)
    {
        Notice();
        Clock.Slew += by;
        Trace.Write("clock", $"moves by {by}");
        Notice();
    }

    public static long Position(string cursor, UserId owner) => InboxCursor.TryParse(cursor, owner, out var position)
        ? position.Seq.Value
        : throw new SimulationFailure("I4", $"{cursor} is no cursor of {owner}.");

    public static string Show(string? cursor, UserId owner) => cursor is null ? "nowhere" : $"{Position(cursor, owner)}";

    /// <summary>True when the entry at a place may be gone: by number, or by age at the latest time there ever was.</summary>
    public bool WasDropped(UserId owner, long place)
    {
        Notice();
        var log = Ledger.InboxOf(owner);
        return log.Find(place) is { } entry && (log.IsBeyond(place) || entry.At < _latest - Options.InboxKept);
    }

    private void Notice()
    {
        if (Clock.GetUtcNow() > _latest) _latest = Clock.GetUtcNow();
    }
}
