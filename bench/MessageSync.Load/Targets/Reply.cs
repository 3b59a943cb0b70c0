namespace MessageSync.Load.Targets;

/// <summary>What a call came to: what was asked for, or "not now". Everything else is thrown.</summary>
/// <param name="Value">What was asked for; null when refused.</param>
/// <param name="Refused">The refusal; null for a good answer.</param>
/// <typeparam name="T">What is asked for.</typeparam>
internal readonly record struct Reply<T>(T? Value, Refused? Refused) where T : class
{
    /// <summary>A good answer.</summary>
    public static implicit operator Reply<T>(T value) => new(value, null);

    /// <summary>A refusal.</summary>
    public static implicit operator Reply<T>(Refused refused) => new(null, refused);
}

/// <summary>The target has too much to do: nothing was stored, and trying again later may help. Counted, no error.
/// </summary>
/// <param name="Slug"><c>overloaded</c> or <c>rate-limited</c>.</param>
/// <param name="RetryAfter">When it may be tried again.</param>
internal sealed record Refused(string Slug, TimeSpan RetryAfter);

/// <summary>A call went wrong: an answer that a sound target does not give to a right call, or none at all. Counted by
/// kind.</summary>
internal sealed class TargetException : Exception
{
    /// <summary>Without further facts.</summary>
    public TargetException() : this("unknown", "The call failed.") { }

    /// <summary>With a sentence.</summary>
    public TargetException(string message) : this("unknown", message) { }

    /// <summary>With a sentence and the cause.</summary>
    public TargetException(string message, Exception innerException) : this("unknown", message, innerException) { }

    /// <summary>With the kind it is counted as.</summary>
    /// <param name="kind">The slug of a problem, or <c>timeout</c>, <c>connection</c>.</param>
    /// <param name="message">A sentence.</param>
    /// <param name="cause">What made it fail.</param>
    public TargetException(string kind, string message, Exception? cause = null) : base(message, cause) => Kind = kind;

    /// <summary>As what it is counted.</summary>
    public string Kind { get; }
}
