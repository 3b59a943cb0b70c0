using MessageSync.Storage.Postgres;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace MessageSync.Silo.Export;

/// <summary>Sends metrics and traces to a collector by OTLP, where one is configured. Starts before everything else and
/// stops after it; a collector that does not answer costs the server nothing but one line in its log.</summary>
internal sealed class TelemetryExport(
    IOptions<TelemetryOptions> options, IConfiguration configuration, ILogger<TelemetryExport> logger)
    : IHostedService, IDisposable
{
    private static readonly string[] s_meters =
    [
        MessageSyncTelemetry.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel",
        PostgresTelemetry.DriverMeterName, "System.Runtime",
    ];

    private static readonly string[] s_sources =
    [
        MessageSyncTelemetry.ActivitySourceName, "Microsoft.AspNetCore", PostgresTelemetry.DriverActivitySourceName,
    ];

    private MeterProvider? _metrics;
    private TracerProvider? _traces;
    private ExportHealth? _health;

    /// <summary>What goes where.</summary>
    public ExportPlan Plan { get; } = ExportPlan.Of(options.Value, configuration);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (Plan.Words is not { } words) return Task.CompletedTask;

        _health = new(logger, words);
        var resource = Resource();
        if (Plan.Metrics is not null)
        {
            _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(s_meters)
                .AddOtlpExporter(exporter => Configure(exporter, "/v1/metrics")).Build();
        }
        if (Plan.Traces is not null)
        {
            var traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(s_sources)
                .AddOtlpExporter(exporter => Configure(exporter, "/v1/traces"));
            if (!Plan.HasSampler) traces.SetSampler(new ParentBasedSampler(new RootSampler(options.Value.TracedShare)));
            _traces = traces.Build();
        }
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        var most = (int)options.Value.FlushTimeout.TotalMilliseconds;
        return Task.WhenAll(
            Task.Run(() => _metrics?.Shutdown(most), CancellationToken.None),
            Task.Run(() => _traces?.Shutdown(most), CancellationToken.None));
    }

    public void Dispose()
    {
        _health?.Dispose();
        _metrics?.Dispose();
        _traces?.Dispose();
    }

    /// <summary>What the environment says of this process comes last: it wins.</summary>
    private static ResourceBuilder Resource() => ResourceBuilder.CreateEmpty()
        .AddTelemetrySdk()
        .AddService("messagesync", serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version?.ToString(3))
        .AddEnvironmentVariableDetector();

    /// <summary>Without an option the environment says it, which the exporter reads itself.</summary>
    private void Configure(OtlpExporterOptions exporter, string path)
    {
        if (options.Value.OtlpEndpoint is not { Length: > 0 } endpoint) return;

        var isGrpc = options.Value.OtlpProtocol == TelemetryOptions.Grpc;
        exporter.Protocol = isGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new(isGrpc ? endpoint : endpoint.TrimEnd('/') + path);
    }
}
