using MessageSync.Client;
using MessageSync.Simulation.Tests.Truth;
using MessageSync.Simulation.Tests.World;

namespace MessageSync.Simulation.Tests.People;

/// <summary>T34: how many requests a phone may need, whatever its store holds, until it shows everything.</summary>
internal static class Effort
{
    /// <summary>What a phone that did nothing twice would need is multiplied by this.</summary>
    private const int Generosity = 3;

    /// <summary>The client looks at its Inbox after so many other requests.</summary>
    private const int JobsBetweenSyncs = 8;

    public static int Of(Town town, Phone phone)
    {
        var options = phone.Options;
        var logs = town.Ledger.Conversations.Where(log => log.StaysOf(phone.User).Count > 0).ToList();
        var commands = phone.Machine.Outbox().Count(item => item.Status != OutboxStatus.Failed);
        var jobs = logs.Sum(log => OfConversation(log, options)) + 2 * commands;
        var syncs = Pages(town.Ledger.InboxOf(phone.User).Unmerged.Count(), options.SyncLimit)
            + Pages(jobs, JobsBetweenSyncs);
        return Generosity * (jobs + syncs + Pages(logs.Count, options.ListLimit));
    }

    /// <summary>To show it, what is hidden, its members, its history and what became of it.</summary>
    private static int OfConversation(ConversationLog log, DeviceOptions options) =>
        2 + Pages(log.MembersAt(log.Changes.Count).Count, options.MembersLimit)
        + Pages(log.Messages.Count, options.RoamLimit)
        + Pages(log.States.Count(message => message.States.Count > 1), options.MutationsLimit);

    private static int Pages(int count, int limit) => 1 + count / limit;
}
