namespace MessageSync.Storage;

/// <summary>The store cannot be reached or cannot write. Of a read: try again later. Of a write through
/// <see cref="IGroupCommit"/>: nothing was stored, the journal was asked.</summary>
public sealed class StoreUnavailableException : Exception
{
    /// <summary>Without further facts.</summary>
    public StoreUnavailableException() : this("The store is unavailable.") { }

    /// <summary>With a sentence for the log.</summary>
    public StoreUnavailableException(string message) : base(message) { }

    /// <summary>With what the driver said.</summary>
    public StoreUnavailableException(string message, Exception innerException) : base(message, innerException) { }
}

/// <summary>A queue of writes is full: nothing was stored.</summary>
public sealed class StoreOverloadedException : Exception
{
    /// <summary>Without further facts.</summary>
    public StoreOverloadedException() : this("The queue of writes is full.") { }

    /// <summary>With a sentence for the log.</summary>
    public StoreOverloadedException(string message) : base(message) { }

    /// <summary>With a cause.</summary>
    public StoreOverloadedException(string message, Exception innerException) : base(message, innerException) { }
}

/// <summary>Another silo took a writer for dead and fenced it: nothing was stored. The writer has a new
/// <see cref="IStoreWriter.Id"/>; the same writes can be handed to it again.</summary>
public sealed class WriterFencedException : Exception
{
    /// <summary>Without further facts.</summary>
    public WriterFencedException() : this("unknown") { }

    /// <summary>With the id that is fenced.</summary>
    public WriterFencedException(string writer) : base($"Writer {writer} is fenced.") { }

    /// <summary>With the id that is fenced and a cause.</summary>
    public WriterFencedException(string writer, Exception innerException)
        : base($"Writer {writer} is fenced.", innerException) { }
}

/// <summary>The store cannot be opened: one plain sentence for the person who starts the silo.</summary>
public sealed class StoreStartException : Exception
{
    /// <summary>Without further facts.</summary>
    public StoreStartException() : this("The store cannot be opened.") { }

    /// <summary>With the sentence.</summary>
    public StoreStartException(string message) : base(message) { }

    /// <summary>With the sentence and what the driver said.</summary>
    public StoreStartException(string message, Exception innerException) : base(message, innerException) { }
}
