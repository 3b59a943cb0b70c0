using System.Text.Json;

namespace MessageSync.Client;

/// <summary>The server refused; nothing was stored.</summary>
/// <param name="slug">The last segment of the problem's <c>type</c>.</param>
/// <param name="status">The HTTP status.</param>
/// <param name="title">What it is.</param>
/// <param name="detail">What to do about it.</param>
public sealed class MessageSyncException(string slug, int status, string title, string detail)
    : Exception($"{slug}: {title} {detail}")
{
    /// <summary>What to decide by: <c>not-a-member</c>, <c>overloaded</c> …</summary>
    public string Slug => slug;

    /// <summary>The HTTP status.</summary>
    public int Status => status;

    /// <summary>What it is, the same for every problem of this slug.</summary>
    public string Title => title;

    /// <summary>What to do about it.</summary>
    public string Detail => detail;

    /// <summary>When the server wants to be asked again; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Further members of the problem: <c>field</c>, <c>seq</c>, <c>version</c>, <c>head</c>. Empty for
    /// none.</summary>
    public IReadOnlyDictionary<string, JsonElement> Facts { get; init; } =
        new Dictionary<string, JsonElement>(StringComparer.Ordinal);
}

/// <summary>
/// No answer of a MessageSync server came: the network failed, the answer was cut off or took too long, or something in
/// between answered. Whether it was done is unknown; repeating it is safe.
/// </summary>
/// <param name="message">What happened.</param>
/// <param name="inner">The cause; null for none.</param>
public sealed class AnswerLostException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>When whatever answered wants to be asked again; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>An answer had begun and was cut off: a shorter one may get through.</summary>
    public bool HasBegun { get; init; }
}
