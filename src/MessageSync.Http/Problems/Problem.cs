namespace MessageSync.Http;

/// <summary>A refusal as it goes over the wire (RFC 9457). No member depends on the single request but the facts.</summary>
/// <param name="Slug">Ends the <c>type</c>; clients decide by it.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">What it is, the same for every problem of this slug.</param>
/// <param name="Detail">What to do about it.</param>
internal sealed record Problem(string Slug, int Status, string Title, string Detail)
{
    /// <summary>Further members, in this order: text or numbers.</summary>
    public IReadOnlyList<KeyValuePair<string, object>> Facts { get; init; } = [];

    /// <summary>When it may be tried again; null where repeating does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>This problem and one more fact.</summary>
    public Problem With(string name, object value) => this with { Facts = [.. Facts, new(name, value)] };
}
