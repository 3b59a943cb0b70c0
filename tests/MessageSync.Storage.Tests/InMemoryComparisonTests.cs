using MessageSync.Conformance;
using MessageSync.Conformance.Comparison;

namespace MessageSync.Storage.Tests;

/// <summary>The reference beside itself: shows that the histories run and that nothing in them depends on chance.</summary>
public sealed class InMemoryComparisonTests : StoreComparison
{
    protected override Task<TestStore> OpenAsync() => Task.FromResult<TestStore>(new InMemoryTestStore());
}
