using System.Collections.Concurrent;
using System.Threading.Channels;
using MessageSync.Conformance;
using MessageSync.Storage.InMemory;
using Microsoft.Extensions.Logging;
using static MessageSync.Conformance.Samples;

namespace MessageSync.Storage.Tests;

/// <summary>The store lost a reply, and its journal has troubles of its own.</summary>
public sealed class GroupCommitTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_journal_that_fails_is_asked_again_until_it_says_what_became_of_the_batch(bool isStored)
    {
        await using var store = new InMemoryStore();
        var (clock, log) = (new PausedClock(), new ErrorLog());
        var options = new GroupCommitOptions { RetryAfter = TimeSpan.FromSeconds(3) };
        await using var commit = new GroupCommit(new SickWriter(store.OpenWriter(), isStored), options, clock, log);
        commit.Start();

        var told = commit.CommitAsync(StoreDriver.Decide(Tea, null, Noon, Create(Ann)));
        for (var i = 0; i < SickWriter.JournalFailures; i++)
        {
            var pause = await clock.NextAsync();
            Assert.Equal((options.RetryAfter, false), (pause.DueTime, told.IsCompleted));
            await Assert.ThrowsAsync<StoreUnavailableException>(
                () => commit.CommitAsync(StoreDriver.Decide(Cake, null, Noon, Create(Ann))));
            pause.End();
        }

        if (isStored) Assert.Equal(WriteOutcome.Stored, (await told.WaitAsync(s_patience)).Outcome);
        else await Assert.ThrowsAsync<StoreUnavailableException>(() => told.WaitAsync(s_patience));
        // Each trouble once, however often it is met.
        const string sentence = "The journal does not say what became of batch 1; asking again: The journal is ";
        Assert.Equal([sentence + "torn.", sentence + "burnt."], log.Lines);
    }

    /// <summary>Loses the reply to each batch; asked what became of it, it breaks a few times.</summary>
    private sealed class SickWriter(IStoreWriter inner, bool isStored) : IStoreWriter
    {
        public const int JournalFailures = 4;

        private int _asked;

        public string Id => inner.Id;

        public async Task<IReadOnlyList<WriteOutcome>> CommitAsync(
            long batch, IReadOnlyList<StoreWrite> writes, CancellationToken ct)
        {
            if (isStored) await inner.CommitAsync(batch, writes, ct);
            throw new StoreUnavailableException();
        }

        public Task<JournalRow?> FenceAsync(long batch, CancellationToken ct) => _asked++ < JournalFailures
            ? Task.FromException<JournalRow?>(new InvalidOperationException($"The journal is {(_asked < 3 ? "torn" : "burnt")}."))
            : inner.FenceAsync(batch, ct);

        public Task<LeftBehind> TakeOverAsync(CancellationToken ct) => inner.TakeOverAsync(ct);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    /// <summary>Whoever pauses goes on when the test says so.</summary>
    private sealed class PausedClock : TimeProvider
    {
        private readonly Channel<Pause> _pauses = Channel.CreateUnbounded<Pause>();

        /// <summary>The next pause, as soon as somebody makes one.</summary>
        public Task<Pause> NextAsync() => _pauses.Reader.ReadAsync().AsTask().WaitAsync(s_patience);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var pause = new Pause(() => callback(state), dueTime);
            _pauses.Writer.TryWrite(pause);
            return pause;
        }
    }

    private sealed class Pause(Action end, TimeSpan dueTime) : ITimer
    {
        public TimeSpan DueTime { get; } = dueTime;

        public void End() => end();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            // Nothing ticks.
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>What was logged as an error.</summary>
    private sealed class ErrorLog : ILogger<GroupCommit>
    {
        private readonly ConcurrentQueue<string> _lines = [];

        public IEnumerable<string> Lines => _lines;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Error) _lines.Enqueue($"{formatter(state, exception)}: {exception?.Message}");
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
    }
}
