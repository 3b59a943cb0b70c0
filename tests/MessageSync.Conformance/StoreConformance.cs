using MessageSync.Storage;

namespace MessageSync.Conformance;

/// <summary>What all suites share: an empty store for each test, and a driver of its first writer.</summary>
public abstract class StoreConformance : IAsyncLifetime
{
    /// <summary>The store under test.</summary>
    protected TestStore Store { get; private set; } = null!;

    /// <summary>Writes to it.</summary>
    protected StoreDriver Driver { get; private set; } = null!;

    /// <summary>Reads of Timelines.</summary>
    protected ITimelineStore Timelines => Store.Timelines;

    /// <summary>Reads of Inboxes.</summary>
    protected IInboxStore Inboxes => Store.Inboxes;

    /// <summary>Reads for lists.</summary>
    protected IDirectoryStore Directory => Store.Directory;

    /// <summary>Nobody cancels.</summary>
    protected static CancellationToken Ct => CancellationToken.None;

    /// <summary>Opens an empty store.</summary>
    protected abstract Task<TestStore> OpenAsync();

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        Store = await OpenAsync();
        Driver = Drive();
    }

    /// <inheritdoc/>
    public async Task DisposeAsync() => await Store.DisposeAsync();

    /// <summary>Drives one writer more.</summary>
    protected StoreDriver Drive() => new(Store, Store.OpenWriter());

    /// <summary>Ends in order and begins again.</summary>
    protected async Task RestartAsync()
    {
        await Store.RestartAsync();
        Driver = Drive();
    }

    /// <summary>Dies and begins again.</summary>
    protected async Task CrashAsync()
    {
        await Store.CrashAsync();
        Driver = Drive();
    }
}
