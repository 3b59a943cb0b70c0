using MessageSync.Conformance;
using MessageSync.TestPostgres;
using Npgsql;

namespace MessageSync.Storage.Postgres.Tests;

/// <summary>The PostgreSQL store under test, in a schema that goes with it.</summary>
internal sealed class PostgresTestStore : TestStore
{
    private readonly PostgresStoreOptions _options;
    private readonly bool _isBeside;
    private PostgresStore? _store;

    private PostgresTestStore(PostgresStoreOptions options, bool isBeside) => (_options, _isBeside) = (options, isBeside);

    public string Schema => _options.Schema;

    protected override IStore Opened => _store!;

    public static async Task<TestStore> OpenAsync() => await NewAsync();

    public static async Task<PostgresTestStore> NewAsync() => await OpenAsync(
        new()
        {
            ConnectionString = await PostgresServer.SharedAsync(),
            Schema = $"t{Guid.NewGuid():N}",
            ReaderCount = 2,
        },
        isBeside: false);

    /// <summary>The same store as another program has it open.</summary>
    public Task<PostgresTestStore> BesideAsync(TimeSpan lockTimeout) => OpenAsync(
        new() { ConnectionString = _options.ConnectionString, Schema = Schema, LockTimeout = lockTimeout }, isBeside: true);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await CrashAsync();
        await CloseAsync();
        if (_isBeside) return;

        await using var source = NpgsqlDataSource.Create(_options.ConnectionString + ";Pooling=false");
        await using var drop = source.CreateCommand($"DROP SCHEMA {_options.Schema} CASCADE");
        await drop.ExecuteNonQueryAsync();
    }

    protected override async Task ReopenAsync()
    {
        await CloseAsync();
        _store = await PostgresStore.OpenAsync(_options, TimeProvider.System);
    }

    /// <summary>The server lets go of what a dead process held.</summary>
    protected override async Task DieAsync(IReadOnlyList<IStoreWriter> writers)
    {
        foreach (var writer in writers) await writer.DisposeAsync();
        await ReopenAsync();
    }

    private static async Task<PostgresTestStore> OpenAsync(PostgresStoreOptions options, bool isBeside)
    {
        var store = new PostgresTestStore(options, isBeside);
        await store.ReopenAsync();
        return store;
    }

    private ValueTask CloseAsync() => _store?.DisposeAsync() ?? ValueTask.CompletedTask;
}
