using MessageSync.Inboxes;
using MessageSync.Simulation.Tests.Truth;
using MessageSync.Simulation.Tests.World;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>I1, T4, T14, at every entry of a sync or a stream: it is the stored one, with its message, and the user
/// sees that.</summary>
internal static class DeliveredEntries
{
    public static void Check(Town town, UserId user, Delivery entry, Sight sight, string who)
    {
        var stored = town.Ledger.InboxOf(user).Find(Town.Position(entry.Cursor, user));
        SimulationFailure.Unless(
            stored is not null && stored.Conversation == entry.Conversation && stored.At == entry.At
            && Stories.Of(stored.Content) == Stories.Of(entry.Content), "I1",
            () => $"{who}: {entry} is stored as {stored}.");
        if (entry.Content is not EntryContent.OfMessage { Seq: var seq }) return;

        SimulationFailure.Unless(entry.Message?.Seq == seq && entry.Message.Conversation == entry.Conversation, "T4",
            () => $"{who}: message {seq} came as {entry.Message}.");
        SimulationFailure.Unless(sight.MayShow(stored!), "T4", () => $"{who}: {entry} is nothing that {user} sees.");
        SimulationFailure.Unless(
            (entry.Content, entry.Message!.State) is not (EntryContent.Edited, MessageState.Sent)
                and not (EntryContent.Recalled, not MessageState.Recalled), "T14",
            () => $"{who}: {entry} tells of what its message does not show.");
    }
}
