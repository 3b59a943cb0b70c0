using MessageSync.Simulation.Tests.Machine;
using Microsoft.Extensions.Logging;

namespace MessageSync.Simulation.Tests.World;

/// <summary>What a host logs goes into the trace.</summary>
internal sealed class TraceLoggers(Trace trace, string host) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        trace.Write(host, $"logs: {formatter(state, exception)} {exception?.GetType().Name} {exception?.Message}");

    public void Dispose() { }
}
