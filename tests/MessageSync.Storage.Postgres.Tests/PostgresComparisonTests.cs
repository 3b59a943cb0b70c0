using MessageSync.Conformance;
using MessageSync.Conformance.Comparison;

namespace MessageSync.Storage.Postgres.Tests;

/// <summary>The PostgreSQL store beside the reference.</summary>
public sealed class PostgresComparisonTests : StoreComparison
{
    protected override Task<TestStore> OpenAsync() => PostgresTestStore.OpenAsync();
}
