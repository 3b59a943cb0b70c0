namespace MessageSync.Silo.Import;

/// <summary>An import cannot go on: one plain sentence for the person who started it.</summary>
public sealed class ImportException : Exception
{
    /// <summary>Without further facts.</summary>
    public ImportException() : this("The import cannot go on.") { }

    /// <summary>With the sentence.</summary>
    public ImportException(string message) : base(message) { }

    /// <summary>With the sentence and the cause.</summary>
    public ImportException(string message, Exception innerException) : base(message, innerException) { }
}
