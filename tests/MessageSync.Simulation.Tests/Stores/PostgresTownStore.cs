using MessageSync.Simulation.Tests.Machine;
using MessageSync.Storage.Postgres;
using MessageSync.TestPostgres;

namespace MessageSync.Simulation.Tests.Stores;

/// <summary>A town on a real server, in a schema of its own.</summary>
internal sealed class PostgresTownStore : TownStore
{
    private PostgresTownStore(PostgresStore store) : base(store) { }

    public static PostgresTownStore Make() => new(Outside.Wait(async () => await PostgresStore.OpenAsync(
        new()
        {
            ConnectionString = await PostgresServer.SharedAsync(),
            Schema = $"t{Guid.NewGuid():N}",
            ReaderCount = 2,
            WriterCount = 1,
        },
        TimeProvider.System)));
}
