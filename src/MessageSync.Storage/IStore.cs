namespace MessageSync.Storage;

/// <summary>An open store: all ports of one set of data.</summary>
public interface IStore : IAsyncDisposable
{
    /// <summary>Reads of Timelines.</summary>
    ITimelineStore Timelines { get; }

    /// <summary>Reads of Inboxes.</summary>
    IInboxStore Inboxes { get; }

    /// <summary>Reads for lists.</summary>
    IDirectoryStore Directory { get; }

    /// <summary>Facts of the store as a whole.</summary>
    IStoreSettings Settings { get; }

    /// <summary>Looks through everything that is stored.</summary>
    IStoreCheck Check { get; }

    /// <summary>A new writer, with a fresh id.</summary>
    IStoreWriter OpenWriter();

    /// <summary>The writers of one host: as many as the store does well with, at least one. What any of them has yet to announce
    /// is none that <see cref="IStoreWriter.ReadOthersAsync"/> finds.</summary>
    IReadOnlyList<IStoreWriter> OpenWriters() => [OpenWriter()];
}

/// <summary>Opens the store that was configured.</summary>
public interface IStoreOpener
{
    /// <summary>Opens it, creates or migrates its schema.</summary>
    /// <exception cref="StoreStartException">It cannot be opened; the message says why in one sentence.</exception>
    Task<IStore> OpenAsync(CancellationToken ct);
}
