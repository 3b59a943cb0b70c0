namespace MessageSync.Simulation.Tests.Checks;

/// <summary>T4: what a user hid is listed as ranges that neither overlap nor touch.</summary>
internal static class HiddenReplies
{
    public static void Check(Sight sight, ConversationId id, HiddenRanges hidden)
    {
        var ranges = hidden.Ranges;
        var apart = ranges.Zip(ranges.Skip(1)).All(pair => pair.First.To.Next() < pair.Second.From);
        SimulationFailure.Unless(apart && ranges.All(range => !range.IsEmpty), "T4",
            () => $"{sight.User} hid {string.Join(' ', ranges)} of {id}.");

        var shown = ranges.SelectMany(range => Enumerable.Range((int)range.From.Value, (int)range.Count))
            .Select(seq => (long)seq).ToHashSet();
        SimulationFailure.Unless(
            sight.OwnThen(id).Hidden.IsSubsetOf(shown) && shown.IsSubsetOf(sight.OwnNow(id).Hidden), "T4",
            () => $"{sight.User} hid {string.Join(',', sight.OwnNow(id).Hidden)} of {id}; listed are {string.Join(' ', ranges)}.");
    }
}
