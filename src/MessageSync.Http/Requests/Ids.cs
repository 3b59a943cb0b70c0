namespace MessageSync.Http;

/// <summary>Ids as requests give them.</summary>
internal static class Ids
{
    /// <summary>Stands for an id that was none: its request is refused before anybody sees this.</summary>
    public const string Placeholder = "-";

    /// <summary>The server's own conversations begin so.</summary>
    public const string DirectPrefix = "direct:";
}
