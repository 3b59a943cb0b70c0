using System.Collections.Concurrent;
using MessageSync.Orleans.Tests.Support;
using MessageSync.Silo.Orleans.Cluster;
using Microsoft.Extensions.Logging;

namespace MessageSync.Orleans.Tests.BadInput;

/// <summary>What a silo looks after while it serves.</summary>
public sealed class WatchTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task What_stays_wrong_is_told_once_and_so_is_its_end()
    {
        var (clock, log) = (new TickingClock(), new ListLog());
        using var watch = new ScriptedWatch(["Bad.", "Bad.", "Worse.", null, null, "Bad again."], clock, log);

        await watch.StartAsync(default);
        await watch.Looked.WaitAsync(s_patience);
        await watch.StopAsync(default);

        Assert.Equal(["Bad.", "This is over: Worse.", "Bad again."], log.Lines);
        Assert.Equal([null, "Bad.", "Bad.", "Worse.", null, null, "Bad again."], watch.Shown);
    }

    /// <summary>Sees what it is told to, look by look, as fast as it can.</summary>
    private sealed class ScriptedWatch(string?[] script, TickingClock clock, ILogger logger) : Watch(clock, logger)
    {
        private readonly TaskCompletionSource _looked = new();

        /// <summary>What could be read before each look, and after the last.</summary>
        public List<string?> Shown { get; } = [];

        /// <summary>Complete after the last look.</summary>
        public Task Looked => _looked.Task;

        protected override Task<string?> LookAsync(CancellationToken ct)
        {
            Shown.Add(Sentence);
            if (Shown.Count <= script.Length)
            {
                clock.Tick();
                return Task.FromResult(script[Shown.Count - 1]);
            }
            _looked.TrySetResult();
            return new TaskCompletionSource<string?>().Task.WaitAsync(ct);
        }
    }

    private sealed class ListLog : ILogger
    {
        private readonly ConcurrentQueue<string> _lines = [];

        public IEnumerable<string> Lines => _lines;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue(formatter(state, exception));

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
    }
}
