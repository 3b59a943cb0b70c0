using System.Globalization;
using MessageSync.Inboxes;
using MessageSync.Simulation.Tests.People;
using MessageSync.Simulation.Tests.World;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>I4, at every sync: a page covers its range completely, in one chain, or says <c>reset</c>, and says it only
/// when something was dropped.</summary>
internal static class SyncReplies
{
    public static string Describe(SyncReply reply) => string.Create(CultureInfo.InvariantCulture,
        $"{reply.Entries.Count} entries, {(reply.More ? "more" : "no more")}{(reply.Reset is { } reset ? $", reset {reset.Reason}" : "")}");

    public static void Check(Town town, Phone phone, SyncQuery query, SyncReply reply, Sight sight)
    {
        var who = $"{phone.Name} at {Town.Show(query.Cursor, phone.User)}";
        var start = Start(town, phone, query, reply, who);
        CheckChain(town, phone, query, reply, start, who);
        CheckComplete(town, phone, reply, start, who, sight);
    }

    private static long Start(Town town, Phone phone, SyncQuery query, SyncReply reply, string who)
    {
        var floor = reply.Reset is { } reset ? Town.Position(reset.Floor, phone.User) : 0;
        if (query.Cursor is null)
        {
            if (reply.Reset is { Reason: ResetReason.New }) return floor;
            SimulationFailure.Unless(phone.Acked is not null, "I5", () => $"{who}: no ack, and no reset `new`.");
            // From the ack, which may be an older one: where exactly is in the first entry.
            if (reply.Reset is { Reason: ResetReason.Trimmed }) return floor;
            var first = reply.Entries.Count > 0 ? reply.Entries[0].Previous : reply.Cursor;
            SimulationFailure.Unless(reply.Entries.Count == 0 || string.CompareOrdinal(first, phone.Acked) <= 0, "I5",
                () => $"{who}: goes on after {first}, beyond its ack {phone.Acked}.");
            return Town.Position(first, phone.User);
        }

        var asked = Town.Position(query.Cursor, phone.User);
        if (reply.Reset is null) return asked;
        SimulationFailure.Unless(reply.Reset.Reason == ResetReason.Trimmed, "I4", () => $"{who}: reset {reply.Reset.Reason}.");
        SimulationFailure.Unless(asked < floor && town.WasDropped(phone.User, floor), "I4",
            () => $"{who}: reset to {floor}, where nothing was dropped.");
        return floor;
    }

    private static void CheckChain(Town town, Phone phone, SyncQuery query, SyncReply reply, long start, string who)
    {
        var (position, head) = (start, Town.Position(reply.Head, phone.User));
        foreach (var entry in reply.Entries)
        {
            SimulationFailure.Unless(Town.Position(entry.Previous, phone.User) == position, "I4",
                () => $"{who}: entry {Town.Show(entry.Cursor, phone.User)} follows {Town.Show(entry.Previous, phone.User)}, not {position}.");
            var next = Town.Position(entry.Cursor, phone.User);
            SimulationFailure.Unless(next > position, "I1", () => $"{who}: {next} came after {position}.");
            position = next;
        }
        var cursor = Town.Position(reply.Cursor, phone.User);
        SimulationFailure.Unless(cursor >= position && cursor <= head, "I4", () => $"{who}: cursor {cursor} after {position}.");
        SimulationFailure.Unless(reply.Entries.Count <= query.Limit, "I4", () => $"{who}: {reply.Entries.Count} entries.");
        SimulationFailure.Unless(!reply.More || query.Limit == 0 || reply.Entries.Count > 0, "I4", () => $"{who}: more, and nothing.");
        SimulationFailure.Unless(reply.More || cursor == head, "I4", () => $"{who}: no more at {cursor} of {head}.");
        SimulationFailure.Unless(head <= town.Ledger.InboxOf(phone.User).Head, "I1", () => $"{who}: head {head} is not stored.");
    }

    private static void CheckComplete(
        Town town, Phone phone, SyncReply reply, long start, string who, Sight sight)
    {
        var log = town.Ledger.InboxOf(phone.User);
        var got = reply.Entries.Select(entry => Town.Position(entry.Cursor, phone.User)).ToHashSet();
        var end = Town.Position(reply.Cursor, phone.User);
        foreach (var entry in log.Unmerged.Where(entry => entry.Seq.Value > start && entry.Seq.Value <= end))
            SimulationFailure.Unless(got.Contains(entry.Seq.Value) || !sight.Shows(entry), "I4",
                () => $"{who}: {entry} was left out of ({start}, {end}].");
        foreach (var entry in reply.Entries) DeliveredEntries.Check(town, phone.User, entry, sight, who);
    }
}
