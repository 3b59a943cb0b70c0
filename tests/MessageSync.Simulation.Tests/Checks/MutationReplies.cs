using System.Globalization;
using MessageSync.Simulation.Tests.Truth;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>T4, T18, at every page of mutations: each message once, by its newest mutation, only visible ones, none of
/// that range left out, and a page that has more has something.</summary>
internal static class MutationReplies
{
    public static string Describe(MutationsPage page) => string.Create(CultureInfo.InvariantCulture,
        $"[{string.Join(' ', page.Mutations.Select(one => $"{one.Mutation}:{one.Seq}"))}] of {page.Head}");

    public static void Check(Sight sight, ConversationLog log, long after, int limit, MutationsPage page)
    {
        var shown = page.Mutations.Select(message => message.Mutation.Value).ToList();
        var who = $"{sight.User} after mutation {after} of {log.Id}: {Describe(page)}";
        SimulationFailure.Unless(shown.Prepend(after).SequenceEqual(shown.Prepend(after).Distinct().Order()), "T18", () => who);
        SimulationFailure.Unless(shown.Count <= limit && (!page.More || limit == 0 || shown.Count > 0), "T18", () => who);
        SimulationFailure.Unless(page.Mutations.DistinctBy(message => message.Seq).Count() == shown.Count, "T4", () => who);
        foreach (var message in page.Mutations)
            SimulationFailure.Unless(sight.MaySee(log, message.Seq.Value), "T4",
                () => $"{who}; {message.Seq} is nothing that they see.");

        // What was mutated once more meanwhile may have moved behind the end of this page.
        var end = page.More && shown.Count > 0 ? shown[^1] : page.More ? after : Math.Min(page.Head.Value, long.MaxValue);
        var due = log.States.Select(state => state.Now)
            .Where(now => now.Mutation.Value > after && now.Mutation.Value <= end)
            .Where(now => sight.Saw(log, now.Seq.Value) && sight.Sees(log, now.Seq.Value));
        foreach (var now in due)
            SimulationFailure.Unless(shown.Contains(now.Mutation.Value), "T4", () => $"{who}; left out is {now}.");
    }
}
