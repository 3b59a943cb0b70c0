using MessageSync.Simulation.Tests.Machine;
using MessageSync.Storage.Sqlite;

namespace MessageSync.Simulation.Tests.Stores;

/// <summary>A town on a file, in a folder of its own that goes with it.</summary>
internal sealed class SqliteTownStore : TownStore
{
    private readonly string _folder;

    private SqliteTownStore(string folder, SqliteStore store) : base(store) => _folder = folder;

    public override bool TakesTwoHosts => false;

    public static SqliteTownStore Make()
    {
        var folder = Directory.CreateTempSubdirectory("messagesync-simulation-").FullName;
        var options = new SqliteStoreOptions { DataFolder = folder, LogMegabytes = 8, ReaderCount = 1 };
        return new(folder, Outside.Wait(() => SqliteStore.OpenAsync(options, TimeProvider.System)));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
