using System.Diagnostics.Tracing;

namespace MessageSync.Silo.Export;

/// <summary>Tells the log once that the collector does not take what it is sent: the exporter itself tells nobody. What
/// exactly it said is left out, it may hold secrets.</summary>
internal sealed class ExportHealth : EventListener
{
    private const string Exporter = "OpenTelemetry-Exporter-OpenTelemetryProtocol";

    private readonly ILogger? _logger;
    private readonly string? _where;
    private int _isTold;

    /// <summary>Listens until it is disposed of.</summary>
    public ExportHealth(ILogger logger, string where) => (_logger, _where) = (logger, where);

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Exporter) EnableEvents(eventSource, EventLevel.Error);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (_logger is null || Interlocked.Exchange(ref _isTold, 1) == 1) return;

        _logger.CollectorFails(_where!, eventData.EventName ?? "error");
    }
}
