using System.Text.Json.Serialization;

namespace MessageSync.Timelines;

/// <summary>Where a roaming page begins. A closed set.</summary>
[JsonDerivedType(typeof(Newest), "newest")]
[JsonDerivedType(typeof(Before), "before")]
[JsonDerivedType(typeof(After), "after")]
[JsonDerivedType(typeof(Around), "around")]
[JsonDerivedType(typeof(At), "at")]
public abstract record RoamingAnchor
{
    private RoamingAnchor() { }

    /// <summary>The newest page.</summary>
    public sealed record Newest : RoamingAnchor;

    /// <summary>The nearest below.</summary>
    /// <param name="Seq">Exclusive; 0 or more, need not be visible.</param>
    public sealed record Before(SeqNo Seq) : RoamingAnchor;

    /// <summary>The nearest above.</summary>
    /// <param name="Seq">Exclusive; 0 or more, need not be visible.</param>
    public sealed record After(SeqNo Seq) : RoamingAnchor;

    /// <summary>Half below, the rest from it on.</summary>
    /// <param name="Seq">0 or more, need not be visible.</param>
    public sealed record Around(SeqNo Seq) : RoamingAnchor;

    /// <summary>From the first message at or after a time.</summary>
    /// <param name="Time">The server's clock.</param>
    public sealed record At(DateTimeOffset Time) : RoamingAnchor;
}

/// <summary>Which messages a roaming page wants: numbers have no gaps, so ranges alone say it.</summary>
/// <param name="Below">Those below the anchor, ascending; kept from the greatest down when bytes run short.</param>
/// <param name="From">Those from the anchor on, ascending; kept from the lowest up.</param>
/// <param name="Place">Where an empty page stands: all below it is before, the rest after.</param>
public sealed record RoamingPlan(SeqRanges Below, SeqRanges From, SeqNo Place)
{
    /// <summary>Plans a page.</summary>
    /// <param name="anchor">Where; <see cref="RoamingAnchor.At"/> is given as <paramref name="firstAtOrAfter"/>.</param>
    /// <param name="visible">What the caller sees.</param>
    /// <param name="head">The newest message that the caller could see.</param>
    /// <param name="limit">0 to <see cref="Limits.RoamingPageMax"/>.</param>
    /// <param name="firstAtOrAfter">For <see cref="RoamingAnchor.At"/>: the first message then or later, above the head
    /// if there is none.</param>
    public static RoamingPlan Of(
        RoamingAnchor anchor, SeqRanges visible, SeqNo head, int limit, SeqNo firstAtOrAfter = default)
    {
        var place = anchor switch
        {
            RoamingAnchor.Before(var seq) => seq,
            RoamingAnchor.After(var seq) => seq.Value == long.MaxValue ? seq : seq.Next(),
            RoamingAnchor.Around(var seq) => seq,
            RoamingAnchor.At => firstAtOrAfter,
            _ => head.Next(),
        };
        var below = anchor switch
        {
            RoamingAnchor.Around => limit / 2,
            RoamingAnchor.After or RoamingAnchor.At => 0,
            _ => limit,
        };
        var from = anchor is RoamingAnchor.Before or RoamingAnchor.Newest ? 0 : limit - below;
        return new(
            visible.Within(new(SeqNo.None, place.Previous())).Greatest(below),
            visible.Within(new(place, new(long.MaxValue))).Lowest(from),
            place);
    }

    /// <summary>What does not fit any more goes: nearest to the anchor stays, at least one message does.</summary>
    /// <param name="below">The messages below the anchor, descending.</param>
    /// <param name="from">The messages from the anchor on, ascending.</param>
    /// <param name="bytesMax">Of all bodies together.</param>
    /// <returns>What stays, ascending.</returns>
    public static IReadOnlyList<Message> Fit(
        IReadOnlyList<Message> below, IReadOnlyList<Message> from, long bytesMax)
    {
        var kept = new LinkedList<Message>();
        var (down, up, bytes) = (0, 0, 0L);
        while (down < below.Count || up < from.Count)
        {
            var takeUp = up < from.Count && (up <= down || down == below.Count);
            var next = takeUp ? from[up] : below[down];
            bytes += next.Body?.Bytes.Length ?? 0;
            if (bytes > bytesMax && kept.Count > 0) break;

            if (takeUp) kept.AddLast(next); else kept.AddFirst(next);
            if (takeUp) up++; else down++;
        }
        return [.. kept];
    }
}

/// <summary>A piece of a Timeline, as one user sees it.</summary>
/// <param name="Messages">Ascending.</param>
/// <param name="HasBefore">A visible message exists below the first one (of an empty page: below its place).</param>
/// <param name="HasAfter">A visible message exists above the last one (of an empty page: at or above its place).</param>
/// <param name="Head">The newest message; for a former member as at leaving.</param>
/// <param name="MutationHead">The newest mutation of what the caller sees.</param>
/// <param name="Epoch">The life of the store.</param>
public sealed record RoamingPage(
    IReadOnlyList<Message> Messages, bool HasBefore, bool HasAfter, SeqNo Head, ChangeNo MutationHead, Epoch Epoch)
{
    /// <summary>Tells whether there is more on either side.</summary>
    public static (bool Before, bool After) Flags(IReadOnlyList<Message> messages, SeqRanges visible, SeqNo place)
    {
        var first = messages.Count > 0 ? messages[0].Seq : place;
        var afterLast = messages.Count > 0 ? messages[^1].Seq.Next() : place;
        return (visible.Count > 0 && visible[0].From < first, visible.Last >= afterLast && visible.Count > 0);
    }
}
