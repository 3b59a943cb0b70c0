using MessageSync.Simulation.Tests.Machine;
using MessageSync.Storage;

namespace MessageSync.Simulation.Tests.Stores;

/// <summary>The store that a town lives on: one set of data, empty at first. The hosts of the town share it, each with
/// writers of its own.</summary>
internal class TownStore(IStore store) : IAsyncDisposable
{
    public IStore Store { get; } = store;

    public Epoch Epoch { get; } = Outside.Wait(() => store.Settings.ReadEpochAsync(CancellationToken.None));

    /// <summary>True for a store that several processes may use at a time.</summary>
    public virtual bool TakesTwoHosts => true;

    /// <summary>A store of any kind: its writers die by being disposed of.</summary>
    public static TownStore Of(IStoreOpener opener) =>
        new(Outside.Wait(() => opener.OpenAsync(CancellationToken.None)));

    /// <summary>The process of a writer died. What it had handed in may yet arrive.</summary>
    public virtual void Abandon(IStoreWriter writer) => _ = writer.DisposeAsync().AsTask();

    /// <summary>Every body that lies in any table, as text; null where nobody can look.</summary>
    public virtual IReadOnlyCollection<string>? ReadTables() => null;

    public virtual ValueTask DisposeAsync() => Store.DisposeAsync();
}
