using MessageSync.Timelines;

namespace MessageSync.Domain.Tests.Timelines;

/// <summary>One conversation to roam in, of which a user sees a part.</summary>
/// <param name="visible">What they see.</param>
/// <param name="head">The newest message.</param>
internal sealed class Roaming(SeqRanges visible, long head)
{
    public long BytesMax { get; init; } = long.MaxValue;

    /// <summary>How long the body of a message is.</summary>
    public Func<long, int> Size { get; init; } = _ => 0;

    /// <summary>A page, read the way a reader of a store reads it.</summary>
    public Page Read(RoamingAnchor anchor, int limit, long at = 0)
    {
        var plan = RoamingPlan.Of(anchor, visible, new(head), limit, new(at));
        var messages = RoamingPlan.Fit(
            [.. plan.Below.Numbers().Reverse().Select(Message)], [.. plan.From.Numbers().Select(Message)], BytesMax);
        var (before, after) = RoamingPage.Flags(messages, visible, plan.Place);
        return new([.. messages.Select(message => message.Seq.Value)], before, after);
    }

    private Message Message(long seq) => new(
        Samples.Tea, new(seq), new("k"), Samples.Ann, Samples.Noon, new(new byte[Size(seq)], false, ""));

    /// <summary>What was read.</summary>
    internal sealed record Page(IReadOnlyList<long> Seqs, bool HasBefore, bool HasAfter)
    {
        public override string ToString() => $"{(HasBefore ? "…" : "")}[{string.Join(' ', Seqs)}]{(HasAfter ? "…" : "")}";
    }
}
