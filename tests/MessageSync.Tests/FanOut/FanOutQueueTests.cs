using MessageSync.FanOut;
using MessageSync.Inboxes;
using MessageSync.Storage;
using MessageSync.Storage.InMemory;
using Microsoft.Extensions.Logging.Abstractions;

namespace MessageSync.Tests.FanOut;

/// <summary>10 000 offers while the store is away, which every attempt finds out by an exception.</summary>
public sealed class FanOutQueueTests
{
    private const int AtOnce = 4096;
    private static readonly double[] s_pauses = [0.2, 0.4, 0.8, 1.6, 1.6];
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly UserId[] s_members = [.. Enumerable.Range(0, 500).Select(i => new UserId($"user-{i}"))];

    private readonly TimerClock _clock = new();
    private int _attempts;
    private int _taken;
    private int _done;
    private volatile bool _isAway = true;

    [Fact]
    public async Task While_the_store_is_away_few_ask_it_and_ever_more_seldom_and_then_all_is_taken_once()
    {
        var store = new InMemoryStore();
        await using var writers = new StoreWriters(store, new(), TimeProvider.System, NullLoggerFactory.Instance);
        await using var queue = new FanOutQueue(
            store.Timelines, writers, new(writers, writers.Id), new(), _clock, NullLogger<FanOutQueue>.Instance, new(null, _clock));
        queue.Start(TakeAsync);
        for (var i = 0; i < 20; i++) queue.Announce(new($"chat-{i}"), [Message()]);

        foreach (var (round, pause) in s_pauses.Index())
        {
            Until(() => _clock.Waiting == AtOnce);
            Assert.Equal(AtOnce * (round + 1), Volatile.Read(ref _attempts));
            Assert.All(_clock.Fire(), wait => Assert.Equal(TimeSpan.FromSeconds(pause), wait));
        }
        Until(() => _clock.Waiting == AtOnce);
        _isAway = false;
        _clock.Fire();
        Until(() => Volatile.Read(ref _done) == 20);

        Assert.Equal(20 * s_members.Length, _taken);
        Assert.Equal(0, _clock.Waiting);
    }

    private Task TakeAsync(UserId owner, IReadOnlyList<Offer> offers)
    {
        Interlocked.Increment(ref _attempts);
        if (_isAway) return Task.FromException(new StoreUnavailableException());

        Interlocked.Increment(ref _taken);
        return Task.CompletedTask;
    }

    private PendingAnnouncement Message() => new(
        new(new(1), new EntryContent.Message(new(1))), s_members, () => Interlocked.Increment(ref _done));

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
