namespace MessageSync.Load.Targets;

/// <summary>A device's stream.</summary>
/// <param name="Steps">What it brings, until the target ends it; read once, to the end or to its cancellation.</param>
internal sealed record OpenedStream(IAsyncEnumerable<StreamStep> Steps);

/// <summary>One event of a stream, as far as load is concerned.</summary>
/// <param name="Entry">Null for <c>caught-up</c>.</param>
internal readonly record struct StreamStep(InboxItem? Entry)
{
    /// <summary>Everything that was stored at the start has come.</summary>
    public static StreamStep CaughtUp => default;

    /// <summary>True for that.</summary>
    public bool IsCaughtUp => Entry is null;
}
