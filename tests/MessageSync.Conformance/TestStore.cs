using MessageSync.Storage;

namespace MessageSync.Conformance;

/// <summary>A store under test, empty when it is opened. A new kind of store implements this and subclasses the
/// suites.</summary>
public abstract class TestStore : IAsyncDisposable
{
    private readonly List<IStoreWriter> _writers = [];

    /// <summary>Reads of Timelines.</summary>
    public ITimelineStore Timelines => Opened.Timelines;

    /// <summary>Reads of Inboxes.</summary>
    public IInboxStore Inboxes => Opened.Inboxes;

    /// <summary>Reads for lists.</summary>
    public IDirectoryStore Directory => Opened.Directory;

    /// <summary>The facts of the whole store.</summary>
    public IStoreSettings Settings => Opened.Settings;

    /// <summary>The store itself; may be another object after each end.</summary>
    protected abstract IStore Opened { get; }

    /// <summary>False for a store that lets in one process only.</summary>
    public virtual bool IsShared => true;

    /// <summary>Opens one writer more.</summary>
    public IStoreWriter OpenWriter()
    {
        var writer = Opened.OpenWriter();
        _writers.Add(writer);
        return writer;
    }

    /// <summary>Ends in order, every writer disposed, and opens the same data again.</summary>
    public async Task RestartAsync()
    {
        foreach (var writer in _writers) await writer.DisposeAsync();
        _writers.Clear();
        await ReopenAsync();
    }

    /// <summary>Ends as a killed process does, no writer disposed, and opens the same data again.</summary>
    public async Task CrashAsync()
    {
        await DieAsync(_writers);
        _writers.Clear();
    }

    /// <summary>Ends and drops the data.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Closes the store and opens it again.</summary>
    protected abstract Task ReopenAsync();

    /// <summary>Leaves everything as it lies, and opens the same data again.</summary>
    /// <param name="writers">They die, too.</param>
    protected abstract Task DieAsync(IReadOnlyList<IStoreWriter> writers);
}
