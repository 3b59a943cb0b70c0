using MessageSync.Storage.Postgres.Engine;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace MessageSync.Storage.Postgres.Tests;

/// <summary>What the log says of the server.</summary>
public sealed class ServerHealthTests
{
    [Fact]
    public void That_it_works_again_is_told_after_what_failed_whoever_comes_first()
    {
        var log = new SlowLog();
        var health = new ServerHealth(log);
        var works = new Thread(() => health.Worked(isWrite: true));
        log.AtFirst = () =>
        {
            works.Start();
            SpinWait.SpinUntil(() => works.ThreadState is ThreadState.WaitSleepJoin or ThreadState.Stopped);
        };

        health.Failed(new IOException("gone"), "It fails.");
        works.Join();

        Assert.Equal([LogLevel.Error, LogLevel.Warning], log.Levels);
    }

    [Fact]
    public void A_failure_that_passes_two_places_is_told_once()
    {
        var log = new SlowLog();
        var health = new ServerHealth(log);
        var gone = new PostgresException("database is gone", "FATAL", "FATAL", PostgresErrorCodes.InvalidCatalogName);

        for (var i = 0; i < 2; i++)
        {
            health.Failed(gone, "It fails.");
            health.Failed(PostgresErrors.Of(gone), "It fails.");
        }

        Assert.Equal([LogLevel.Error], log.Levels);
    }

    /// <summary>Something happens before its first line is there.</summary>
    private sealed class SlowLog : ILogger
    {
        public Action? AtFirst { get; set; }

        public List<LogLevel> Levels { get; } = [];

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            var first = AtFirst;
            AtFirst = null;
            first?.Invoke();
            Levels.Add(logLevel);
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;
    }
}
