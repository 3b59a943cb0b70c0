using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace MessageSync.Storage.Postgres.Tests;

/// <summary>Keeps what is logged.</summary>
internal sealed class RecordedLog : ILoggerProvider, ILogger
{
    /// <summary>The shared server of the tests runs without fsync, and every host says so.</summary>
    private const int Forgets = 3221;

    private readonly ConcurrentQueue<(LogLevel Level, int Id, string Text)> _lines = [];

    public IReadOnlyList<(LogLevel Level, int Id, string Text)> Lines => [.. _lines];

    /// <summary>Waits for a line of one of these kinds.</summary>
    public async Task UntilAsync(params int[] ids)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (Lines.All(line => !ids.Contains(line.Id))) await look.WaitForNextTickAsync(patience.Token);
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id != Forgets) _lines.Enqueue((logLevel, eventId.Id, formatter(state, exception)));
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Dispose()
    {
        // Holds nothing.
    }
}
