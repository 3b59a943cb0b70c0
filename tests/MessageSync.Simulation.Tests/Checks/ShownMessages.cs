using MessageSync.Simulation.Tests.World;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>T5, at every reply on every path: a message is shown in a state that it was really in, and in none older than
/// what had been acknowledged when the request began.</summary>
internal static class ShownMessages
{
    public static void Check(Town town, string who, long begun, object reply)
    {
        foreach (var message in Of(reply))
        {
            var (id, seq) = (message.Conversation, message.Seq.Value);
            var log = town.Ledger.Find(id)?.States.ElementAtOrDefault((int)seq - 1);
            var state = log?.IndexOf(message) ?? -1;
            SimulationFailure.Unless(state >= 0, "T1", () => $"{who} is shown {message}, and never was more than {log?.Now}.");
            var oldest = town.Mutations.Erasures.Oldest(id, seq, begun);
            SimulationFailure.Unless(state >= oldest, "T5",
                () => $"{who} is shown {message}; that it is {log!.States[oldest]} was acknowledged before.");
        }
    }

    private static IEnumerable<Message> Of(object reply) => reply switch
    {
        Message message => [message],
        RoamingPage page => page.Messages,
        SomeMessages some => some.Messages,
        MutationsPage page => page.Mutations,
        SyncReply sync => sync.Entries.Select(entry => entry.Message).OfType<Message>(),
        IReadOnlyList<StreamEvent> events =>
            events.OfType<StreamEvent.Entry>().Select(one => one.Delivery.Message).OfType<Message>(),
        Conversation conversation => conversation.LastMessage is { } last ? [last] : [],
        ConversationList list => list.Conversations.SelectMany(Of),
        CreatedConversation created => Of(created.Conversation),
        _ => [],
    };
}
