using MessageSync.Storage;

namespace MessageSync.Conformance;

/// <summary>A store under test, empty when it is opened. A new kind of store implements this and subclasses the
/// suites.</summary>
public abstract class TestStore : IAsyncDisposable
{
    /// <summary>Reads of Timelines.</summary>
    public abstract ITimelineStore Timelines { get; }

    /// <summary>Reads of Inboxes.</summary>
    public abstract IInboxStore Inboxes { get; }

    /// <summary>Reads for lists.</summary>
    public abstract IDirectoryStore Directory { get; }

    /// <summary>The facts of the whole store.</summary>
    public abstract IStoreSettings Settings { get; }

    /// <summary>Opens one writer more.</summary>
    public abstract Task<IStoreWriter> OpenWriterAsync();

    /// <summary>Ends in order, every writer disposed, and opens the same data again.</summary>
    public abstract Task RestartAsync();

    /// <summary>Ends as a killed process does, no writer disposed, and opens the same data again.</summary>
    public abstract Task CrashAsync();

    /// <summary>Ends and drops the data.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
