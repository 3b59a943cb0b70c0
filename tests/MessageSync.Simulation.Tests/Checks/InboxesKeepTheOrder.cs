using MessageSync.Inboxes;
using MessageSync.Simulation.Tests.Truth;
using MessageSync.Simulation.Tests.World;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>I1: the entries of one conversation come in the order of their changes. (That places only grow is checked
/// as they are stored.)</summary>
internal sealed class InboxesKeepTheOrder : IEveningCheck
{
    public Task CheckAsync(Town town)
    {
        foreach (var inbox in town.Ledger.Inboxes)
            foreach (var entries in inbox.Entries.Where(entry => entry.Conversation is not null).GroupBy(entry => entry.Conversation!.Value))
                Check(town.Ledger.Find(entries.Key)!, inbox.Owner, entries.Where(entry => !inbox.IsOwn(entry.Seq.Value)));
        return Task.CompletedTask;
    }

    /// <summary>Gives each entry the first change it can stand for after that of the one before. When a group shrinks,
    /// <c>advanced</c> says once more what may be known.</summary>
    private static void Check(ConversationLog log, UserId owner, IEnumerable<InboxEntry> entries)
    {
        var last = 0L;
        foreach (var entry in entries)
        {
            var from = entry.Content is EntryContent.Advanced ? last : last + 1;
            var change = log.Changes.Find(change => change.No.Value >= from && StandsFor(entry.Content, change, log));
            SimulationFailure.Unless(change is not null, "I1",
                () => $"{owner}: entry {entry.Seq} ({entry.Content}) of {log.Id} stands for nothing after change {last}.");
            last = change!.No.Value;
        }
    }

    private static bool StandsFor(EntryContent content, Change change, ConversationLog log) => (content, change) switch
    {
        (EntryContent.Message(var seq), MessageSent sent) => sent.Seq == seq,
        (EntryContent.Conversation(var title), TitleChanged changed) => changed.Title == title,
        (EntryContent.Member member, ConversationCreated created) => created.Members.Count == member.MemberCount,
        (EntryContent.Member member, MembersChanged changed) =>
            changed.MemberCount == member.MemberCount && changed.Members.Any(one => one.User == member.Changes[^1].User),
        (EntryContent.Edited(var seq), MessageEdited edited) => edited.Seq == seq,
        (EntryContent.Recalled(var seq), MessageRecalled recalled) => recalled.Seq == seq,
        (EntryContent.Read { Reads: [.., var (reader, upTo)] }, ReadMoved read) => (read.Reader, read.UpTo) == (reader, upTo),
        (EntryContent.Advanced advanced, _) =>
            log.Messages.Count(message => message.No <= change.No) <= advanced.Head.Value,
        _ => false,
    };
}
