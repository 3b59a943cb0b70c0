namespace MessageSync.Http.Tests;

/// <summary>HTTP to the silos of a cluster, one after the other.</summary>
internal sealed class TestApp(IReadOnlyList<Uri> silos)
    : WireClient(new(new SpreadRequests(silos)) { BaseAddress = silos[0] });
