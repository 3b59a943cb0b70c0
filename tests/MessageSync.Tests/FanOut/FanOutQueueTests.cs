using MessageSync.FanOut;
using MessageSync.Inboxes;
using MessageSync.Storage;
using MessageSync.Storage.InMemory;
using Microsoft.Extensions.Logging.Abstractions;

namespace MessageSync.Tests.FanOut;

/// <summary>5000 offers while the store is away, or another server that has half of the Inboxes: every attempt finds it
/// out by an exception.</summary>
public sealed class FanOutQueueTests : IAsyncDisposable
{
    private const int Conversations = 10;
    private const int All = Conversations * 500;
    private const int AtOnce = 4096;
    private static readonly TimeSpan[] s_pauses =
        [.. new[] { 0.2, 0.4, 0.8, 1.6, 1.6 }.Select(seconds => TimeSpan.FromSeconds(seconds))];
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly UserId[] s_members = [.. Enumerable.Range(0, 500).Select(i => new UserId($"user-{i}"))];

    private readonly TimerClock _clock = new();
    private int _attempts;
    private int _taken;
    private int _done;
    private readonly HashSet<UserId> _away = [];
    private readonly InMemoryStore _store = new();

    [Fact]
    public async Task While_the_store_is_away_few_ask_it_and_ever_more_seldom_and_then_all_is_taken_once()
    {
        _away.UnionWith(s_members);
        await using var writers = Writers();
        await using var queue = Queue(writers);
        for (var i = 0; i < Conversations; i++) queue.Announce(new($"chat-{i}"), [Message()]);

        Until(() => _clock.Waiting == All);
        Assert.Equal(All, Volatile.Read(ref _attempts));
        Assert.All(_clock.Fire(), wait => Assert.Equal(s_pauses[0], wait));
        foreach (var (round, pause) in s_pauses[1..].Index())
        {
            Until(() => _clock.Waiting == AtOnce);
            Assert.Equal(All + AtOnce * (round + 1), Volatile.Read(ref _attempts));
            Assert.All(_clock.Fire(), wait => Assert.Equal(pause, wait));
        }
        Until(() => _clock.Waiting == AtOnce);
        lock (_away) _away.Clear();
        _clock.Fire();
        Until(() => Volatile.Read(ref _done) == Conversations);

        Assert.Equal(All, _taken);
        Assert.Equal(0, _clock.Waiting);
    }

    [Fact]
    public async Task However_many_Inboxes_cannot_be_reached_the_others_are_brought_up_to_date()
    {
        _away.UnionWith(s_members);
        await using var writers = Writers();
        await using var queue = Queue(writers);
        for (var i = 0; i < Conversations; i++) queue.Announce(new($"chat-{i}"), [Message()]);
        Until(() => _clock.Waiting == All);
        _clock.Fire();
        Until(() => _clock.Waiting == AtOnce);

        queue.Announce(new("others"), [Message([new("ann"), new("bob")])]);

        Until(() => Volatile.Read(ref _done) == 1);
        Assert.Equal(2, _taken);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private StoreWriters Writers() => new(_store, new(), TimeProvider.System, NullLoggerFactory.Instance);

    private FanOutQueue Queue(StoreWriters writers)
    {
        var queue = new FanOutQueue(
            _store.Timelines, writers, new(writers, writers.Id), new(), _clock, NullLogger<FanOutQueue>.Instance, new(null, _clock));
        queue.Start(TakeAsync);
        return queue;
    }

    private Task TakeAsync(UserId owner, IReadOnlyList<Offer> offers)
    {
        Interlocked.Increment(ref _attempts);
        lock (_away)
            if (_away.Contains(owner)) return Task.FromException(new StoreUnavailableException());

        Interlocked.Increment(ref _taken);
        return Task.CompletedTask;
    }

    private PendingAnnouncement Message(UserId[]? members = null) => new(
        new(new(1), new EntryContent.Message(new(1))), members ?? s_members, () => Interlocked.Increment(ref _done));

    private static void Until(Func<bool> isSo) => Assert.True(SpinWait.SpinUntil(isSo, s_patience));

    /// <summary>Timers end when a test says so.</summary>
    private sealed class TimerClock : TimeProvider
    {
        private readonly List<Timer> _timers = [];

        public int Waiting
        {
            get
            {
                lock (_timers) return _timers.Count;
            }
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new Timer(() => callback(state), dueTime);
            lock (_timers) _timers.Add(timer);
            return timer;
        }

        /// <summary>Ends all that wait.</summary>
        /// <returns>How long they were to wait.</returns>
        public List<TimeSpan> Fire()
        {
            List<Timer> due;
            lock (_timers)
            {
                due = [.. _timers];
                _timers.Clear();
            }
            foreach (var timer in due) timer.Run();
            return due.ConvertAll(timer => timer.DueTime);
        }

        private sealed class Timer(Action run, TimeSpan dueTime) : ITimer
        {
            public TimeSpan DueTime { get; } = dueTime;

            public void Run() => run();

            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
