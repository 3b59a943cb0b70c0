using System.Globalization;
using MessageSync.Simulation.Tests.Truth;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>T2 and T4, at every roam: only what the user sees, in order, nothing left out between two that are
/// shown.</summary>
internal static class RoamReplies
{
    public static string Describe(RoamingPage page) => string.Create(CultureInfo.InvariantCulture,
        $"[{string.Join(',', page.Messages.Select(message => message.Seq.Value))}] of {page.Head}");

    public static string Describe(RoamingAnchor anchor) => anchor switch
    {
        RoamingAnchor.Before(var seq) => $"before {seq}",
        RoamingAnchor.After(var seq) => $"after {seq}",
        RoamingAnchor.Around(var seq) => $"around {seq}",
        RoamingAnchor.At(var time) => $"at {time:O}",
        _ => "newest",
    };

    public static void Check(Sight sight, ConversationLog log, RoamingPage page)
    {
        var seqs = page.Messages.Select(message => message.Seq.Value).ToList();
        SimulationFailure.Unless(seqs.All(seq => sight.MaySee(log, seq)), "T4",
            () => $"{sight.User} was shown [{string.Join(',', seqs)}] of {log.Id} and sees [{Seen(sight, log)}].");
        SimulationFailure.Unless(page.HasBefore || page.HasAfter || seqs.Count > 0 || !AlwaysSeen(sight, log).Any(), "T18",
            () => $"{sight.User} was shown nothing of {log.Id} and sees [{Seen(sight, log)}].");
        if (seqs.Count == 0) return;

        var left = AlwaysSeen(sight, log).Where(seq => seq > seqs[0] && seq < seqs[^1]).Except(seqs).ToList();
        SimulationFailure.Unless(left.Count == 0 && seqs.SequenceEqual(seqs.Distinct().Order()), "T2",
            () => $"{sight.User} was shown [{string.Join(',', seqs)}] of {log.Id}; left out was [{string.Join(',', left)}].");
    }

    private static IEnumerable<long> AlwaysSeen(Sight sight, ConversationLog log) =>
        log.Messages.Select(message => message.Seq.Value).Where(seq => sight.Saw(log, seq) && sight.Sees(log, seq));

    private static string Seen(Sight sight, ConversationLog log) =>
        string.Join(',', log.Messages.Select(message => message.Seq.Value).Where(seq => sight.Sees(log, seq)));
}
