using MessageSync.Inboxes;
using MessageSync.Simulation.Tests.World;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>I3: what is served is the newest entries within both bounds, all of them: the oldest go first, and nothing
/// else goes.</summary>
internal sealed class InboxesAreBounded : IEveningCheck
{
    public async Task CheckAsync(Town town)
    {
        foreach (var phone in town.Phones.DistinctBy(phone => phone.User))
        {
            var served = new List<long>();
            string? cursor = new InboxCursor(town.Epoch, InboxSeqNo.None).Text(phone.User);
            SyncReply reply;
            do
            {
                reply = (await phone.Ask.SyncAsync(new() { Cursor = cursor, Limit = 1000 })).Value!;
                served.AddRange(reply.Entries.Select(entry => Town.Position(entry.Cursor, phone.User)));
                cursor = reply.Cursor;
            }
            while (reply.More);

            var sight = new Sight(town, phone.User);
            var kept = town.Ledger.InboxOf(phone.User).Unmerged.TakeLast(town.Options.InboxEntriesMax)
                .Where(sight.Shows).Select(entry => entry.Seq.Value).ToList();
            SimulationFailure.Unless(served.SequenceEqual(kept.TakeLast(served.Count)), "I3",
                () => $"{phone.User} is served [{string.Join(',', served)}] of [{string.Join(',', kept)}].");
            foreach (var gone in kept.SkipLast(served.Count))
                SimulationFailure.Unless(town.WasDropped(phone.User, gone), "I3", () => $"{phone.User}: {gone} is gone too early.");
            foreach (var entry in served.Select(seq => town.Ledger.InboxOf(phone.User).Find(seq)!))
                SimulationFailure.Unless(entry.At >= town.Clock.GetUtcNow() - town.Options.InboxKept, "I3",
                    () => $"{phone.User} is served {entry.Seq} of {entry.At:O}.");
        }
    }
}
