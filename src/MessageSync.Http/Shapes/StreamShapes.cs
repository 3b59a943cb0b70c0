namespace MessageSync.Http;

/// <summary>Everything that was stored at the start was delivered.</summary>
/// <param name="Cursor">Where the device is now.</param>
/// <param name="Head">The position after the last entry of all.</param>
internal sealed record CaughtUpShape(string Cursor, string Head);

/// <summary>A newer stream of this device took over.</summary>
internal sealed record ConflictShape;

/// <summary>Something that is stored nowhere.</summary>
/// <param name="Conversation">Where.</param>
/// <param name="From">Who told it.</param>
/// <param name="Name">What kind.</param>
/// <param name="Body">What more; null for nothing.</param>
/// <param name="At">When.</param>
internal sealed record SignalShape(string Conversation, string From, string Name, string? Body, DateTimeOffset At)
{
    public static SignalShape Of(Signal signal) =>
        new(signal.Conversation.Value, signal.From.Value, signal.Name, signal.Body, signal.At);
}
