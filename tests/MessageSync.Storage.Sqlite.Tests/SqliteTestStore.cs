using MessageSync.Conformance;

namespace MessageSync.Storage.Sqlite.Tests;

/// <summary>The SQLite store under test, in a folder that goes with it. A crash leaves the files as they lie and goes on
/// with a copy of them.</summary>
internal sealed class SqliteTestStore : TestStore
{
    private TemporaryFolder _folder = new();
    private SqliteStore? _store;

    public override bool IsShared => false;

    protected override IStore Opened => _store!;

    public IStoreCheck Check => _store!.Check;

    /// <summary>Changes the file by hand.</summary>
    public async Task BreakAsync(string sql)
    {
        await CloseAsync();
        using (var db = Engine.Database.Open(_folder.Database, readOnly: false)) db.Execute(sql);
        _store = await _folder.OpenAsync();
    }

    public static async Task<TestStore> OpenAsync()
    {
        var store = new SqliteTestStore();
        store._store = await store._folder.OpenAsync();
        return store;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await CloseAsync();
        _folder.Dispose();
    }

    protected override async Task ReopenAsync()
    {
        await CloseAsync();
        _store = await _folder.OpenAsync();
    }

    protected override async Task DieAsync(IReadOnlyList<IStoreWriter> writers)
    {
        var left = _folder.Copy();
        await CloseAsync();
        _folder.Dispose();
        _folder = left;
        _store = await _folder.OpenAsync();
    }

    private ValueTask CloseAsync() => _store?.DisposeAsync() ?? ValueTask.CompletedTask;
}
