using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace MessageSync.Silo.Tests.Disk;

/// <summary>Remembers what was logged.</summary>
internal sealed class RecordedLog : ILoggerProvider, ILogger
{
    private const int StoreIsBack = 3002;
    private readonly ConcurrentQueue<(LogLevel Level, int Id, string Text)> _lines = [];
    private int _backs;

    /// <summary>What an operator reads, with the stack traces that go with it.</summary>
    public IReadOnlyList<string> Shown =>
        [.. _lines.Where(line => line.Level >= LogLevel.Warning).Select(line => line.Text)];

    /// <summary>A line was added.</summary>
    public Signal Changed { get; } = new();

    /// <summary>How often group commit found its store again.</summary>
    public int Backs => Volatile.Read(ref _backs);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        _lines.Enqueue((logLevel, eventId.Id, $"{formatter(state, exception)}{exception}"));
        if (eventId.Id == StoreIsBack) Interlocked.Increment(ref _backs);
        Changed.Pulse();
    }

    public void Dispose()
    {
    }
}
