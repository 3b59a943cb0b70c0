namespace MessageSync.Silo.Export;

/// <summary>Where metrics and traces go. A bad value stops the start.</summary>
internal sealed class TelemetryOptions
{
    /// <summary>The section of the configuration: <c>MessageSync:Telemetry</c>.</summary>
    public const string Section = "MessageSync:Telemetry";

    /// <summary>OTLP over HTTP, which is the default.</summary>
    public const string Http = "http/protobuf";

    /// <summary>OTLP over gRPC.</summary>
    public const string Grpc = "grpc";

    /// <summary>The address of a collector that takes OTLP, without the path of a signal. Null, the default: nowhere, unless
    /// the environment says <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>.</summary>
    public string? OtlpEndpoint { get; set; }

    /// <summary>How <see cref="OtlpEndpoint"/> is spoken to: <see cref="Http"/>, the default, or
    /// <see cref="Grpc"/>.</summary>
    public string OtlpProtocol { get; set; } = Http;

    /// <summary>The share of requests that are traced, of those whose caller does not say. 0 to 1, default 0.05. The
    /// environment's <c>OTEL_TRACES_SAMPLER</c> wins.</summary>
    public double TracedShare { get; set; } = 0.05;

    /// <summary>How long what was measured last may take on its way when the server stops. 0 to
    /// <see cref="FlushTimeoutMost"/>, default 5 s.</summary>
    public TimeSpan FlushTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest <see cref="FlushTimeout"/>: 20 s.</summary>
    public static readonly TimeSpan FlushTimeoutMost = TimeSpan.FromSeconds(20);
}
