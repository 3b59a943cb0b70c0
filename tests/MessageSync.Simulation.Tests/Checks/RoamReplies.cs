using System.Globalization;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>T2 and T4, at every roam: bodies as stored, in order, nothing left out between two that are shown.</summary>
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

    public static void Check(Truth.ConversationLog log, UserId user, RoamingPage page)
    {
        var visible = log.VisibleTo(user);
        var seqs = page.Messages.Select(message => message.Seq.Value).ToList();
        foreach (var message in page.Messages)
        {
            var stored = log.Messages.ElementAtOrDefault((int)message.Seq.Value - 1);
            SimulationFailure.Unless(
                stored?.SendKey == message.SendKey && stored.Sender == message.Sender
                && stored.Fingerprint == Fingerprint.Of(message.Body!), "T1",
                () => $"{log.Id}: message {message.Seq} is shown as {message}, and stored as {stored}.");
        }
        SimulationFailure.Unless(seqs.All(visible.Contains), "T4",
            () => $"{user} was shown [{string.Join(',', seqs)}] of {log.Id} and sees [{string.Join(',', visible)}].");
        if (seqs.Count == 0) return;

        var whole = visible.GetViewBetween(seqs[0], Math.Max(seqs[0], seqs[^1]));
        SimulationFailure.Unless(seqs.SequenceEqual(whole), "T2",
            () => $"{user} was shown [{string.Join(',', seqs)}] of {log.Id}; there is [{string.Join(',', whole)}].");
    }
}
