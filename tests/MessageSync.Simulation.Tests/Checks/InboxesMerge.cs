using MessageSync.Inboxes;
using MessageSync.Simulation.Tests.World;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>The merge rules: of what is kept there is one entry for each message that was edited or recalled, one <c>read</c>,
/// <c>member</c>, <c>conversation</c> and <c>advanced</c> for each conversation, and hidden ranges neither overlap nor
/// touch.</summary>
internal sealed class InboxesMerge : IEveningCheck
{
    public Task CheckAsync(Town town)
    {
        foreach (var inbox in town.Ledger.Inboxes)
            foreach (var same in inbox.Unmerged.Where(entry => entry.Content.Merges)
                .GroupBy(entry => (entry.Conversation, Kind(entry.Content), Seq(entry.Content))))
                Check(town, inbox.Owner, [.. same]);
        return Task.CompletedTask;
    }

    private static void Check(Town town, UserId owner, List<InboxEntry> same)
    {
        for (var i = 0; i < same.Count; i++)
        {
            if (same[i].Content is EntryContent.Read read)
                SimulationFailure.Unless(read.Reads.DistinctBy(mark => mark.Reader).Count() == read.Reads.Count, "I3",
                    () => $"{owner}: {read} names a reader twice.");
            foreach (var newer in same.Skip(i + 1).Where(newer => Meet(same[i].Content, newer.Content)))
                SimulationFailure.Unless(town.WasDropped(owner, same[i].Seq.Value), "I3",
                    () => $"{owner}: {newer.Seq} did not take in {same[i].Seq}: {newer.Content}, {same[i].Content}.");
        }
    }

    private static bool Meet(EntryContent one, EntryContent other) => (one, other) switch
    {
        (EntryContent.Hidden a, EntryContent.Hidden b) => a.From.Value <= b.To.Value + 1 && b.From.Value <= a.To.Value + 1,
        _ => true,
    };

    private static EntryKind Kind(EntryContent content) =>
        content is EntryContent.Mutated ? EntryKind.Edited : content.Kind;

    private static long Seq(EntryContent content) => content is EntryContent.Mutated mutated ? mutated.Seq.Value : 0;
}
