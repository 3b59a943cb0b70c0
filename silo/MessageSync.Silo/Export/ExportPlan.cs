namespace MessageSync.Silo.Export;

/// <summary>What goes where: pure, from the options and from what the environment says to every OpenTelemetry
/// program.</summary>
/// <param name="Metrics">Where metrics go; null for nowhere.</param>
/// <param name="Traces">Where traces go; null for nowhere.</param>
/// <param name="HasSampler">The environment says which requests are traced.</param>
internal sealed record ExportPlan(Uri? Metrics, Uri? Traces, bool HasSampler)
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string MetricsEndpoint = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    private const string TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";

    /// <summary>In words, for the banner; null where nothing goes anywhere. Never what may be secret in an address.</summary>
    public string? Words => (Metrics, Traces) switch
    {
        (null, null) => null,
        ({ } metrics, null) => $"metrics to {Place(metrics)}",
        (null, { } traces) => $"traces to {Place(traces)}",
        var (metrics, traces) when Place(metrics) == Place(traces) => $"metrics and traces to {Place(metrics)}",
        var (metrics, traces) => $"metrics to {Place(metrics)}, traces to {Place(traces)}",
    };

    /// <summary>Makes it.</summary>
    /// <param name="options">They win.</param>
    /// <param name="environment">As configuration has it.</param>
    public static ExportPlan Of(TelemetryOptions options, IConfiguration environment)
    {
        var hasSampler = environment["OTEL_TRACES_SAMPLER"] is { Length: > 0 };
        if (IsTrue(environment["OTEL_SDK_DISABLED"])) return new(null, null, hasSampler);

        return new(
            IsNone(environment["OTEL_METRICS_EXPORTER"]) ? null : Where(MetricsEndpoint),
            IsNone(environment["OTEL_TRACES_EXPORTER"]) ? null : Where(TracesEndpoint),
            hasSampler);

        Uri? Where(string ofSignal) =>
            Parse(options.OtlpEndpoint) ?? Parse(environment[ofSignal]) ?? Parse(environment[Endpoint]);
    }

    private static Uri? Parse(string? address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri : null;

    private static bool IsTrue(string? value) => string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    private static bool IsNone(string? value) => string.Equals(value, "none", StringComparison.OrdinalIgnoreCase);

    private static string Place(Uri address) => address.GetLeftPart(UriPartial.Scheme) + address.Authority;
}
