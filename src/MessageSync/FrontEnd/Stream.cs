using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace MessageSync;

/// <summary>One device's open stream of its Inbox. Not thread-safe. Disposing of it ends it.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "A stream of events is what the API calls it.")]
public interface IInboxStream : IDisposable
{
    /// <summary>Waits for what comes next.</summary>
    /// <param name="most">How long at most.</param>
    /// <param name="ct">Gives up; the stream is of no use afterwards.</param>
    /// <returns>What came, in order; nothing when the time is over; null when the stream has ended: a newer one of the
    /// device took over, the device was forgotten, or the host stops.</returns>
    Task<IReadOnlyList<StreamEvent>?> NextAsync(TimeSpan most, CancellationToken ct = default);
}

/// <summary>What a stream brings. A closed set.</summary>
public abstract record StreamEvent
{
    private StreamEvent() { }

    /// <summary>An entry of the Inbox.</summary>
    /// <param name="Delivery">As delivered; <see cref="MessageSync.Delivery.Previous"/> is the position that this stream
    /// delivered before it.</param>
    public sealed record Entry(Delivery Delivery) : StreamEvent;

    /// <summary>Everything that was stored at the start was delivered. Once in a stream.</summary>
    /// <param name="Cursor">Where the device is now.</param>
    /// <param name="Head">The position after the last entry of all.</param>
    public sealed record CaughtUp(string Cursor, string Head) : StreamEvent;

    /// <summary>The device follows the procedure for this reason; the kept entries follow.</summary>
    /// <param name="Notice">Why, and after which position everything is kept.</param>
    public sealed record Reset(ResetNotice Notice) : StreamEvent;

    /// <summary>A member of a conversation told the open streams something. Never comes again.</summary>
    /// <param name="Told">What.</param>
    public sealed record Signalled(Signal Told) : StreamEvent;

    /// <summary>A newer stream of this device took over: this one ends.</summary>
    public sealed record Conflict : StreamEvent;
}

/// <summary>Something that is stored nowhere: typing, presence, ringing.</summary>
/// <param name="Conversation">Where.</param>
/// <param name="From">Who told it.</param>
/// <param name="Name">What kind: 1 to <see cref="Limits.SignalNameLengthMax"/> characters.</param>
/// <param name="Body">At most <see cref="Limits.SignalBytesMax"/> of UTF-8; null for none.</param>
/// <param name="At">When, by the server's clock.</param>
public sealed record Signal(
    ConversationId Conversation, UserId From, string Name, string? Body, DateTimeOffset At);

/// <summary>Reads a stream as a sequence.</summary>
public static class InboxStreamExtensions
{
    private static readonly TimeSpan s_most = TimeSpan.FromMinutes(1);

    /// <summary>Everything that comes until the stream ends; disposes of it then.</summary>
    /// <param name="stream">From its beginning or in the middle.</param>
    /// <param name="ct">Ends it.</param>
    public static async IAsyncEnumerable<StreamEvent> ReadAllAsync(
        this IInboxStream stream, [EnumeratorCancellation] CancellationToken ct = default)
    {
        using var _ = stream;
        while (await stream.NextAsync(s_most, ct) is { } events)
            foreach (var one in events) yield return one;
    }
}
