using MessageSync.Conformance;
using MessageSync.Conformance.Comparison;

namespace MessageSync.Storage.Sqlite.Tests;

/// <summary>The SQLite store beside the reference.</summary>
public sealed class SqliteComparisonTests : StoreComparison
{
    protected override Task<TestStore> OpenAsync() => SqliteTestStore.OpenAsync();
}
