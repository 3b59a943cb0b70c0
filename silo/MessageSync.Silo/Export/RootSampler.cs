using System.Diagnostics;
using OpenTelemetry.Trace;

namespace MessageSync.Silo.Export;

/// <summary>Traces a share of what comes in. What the server asks its database on its own account, for upkeep or for many
/// requests together of which none is traced, begins no trace.</summary>
internal sealed class RootSampler(double share) : Sampler
{
    private readonly TraceIdRatioBasedSampler _share = new(share);

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        samplingParameters.Kind == ActivityKind.Client
            ? new(SamplingDecision.Drop)
            : _share.ShouldSample(samplingParameters);
}
