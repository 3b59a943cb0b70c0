using MessageSync.Inboxes;
using MessageSync.Simulation.Tests.Truth;
using MessageSync.Simulation.Tests.World;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>I2: each change came to everyone who was in and may see it, exactly once, itself or taken in by something
/// newer, whatever died on the way.</summary>
internal sealed class EveryoneGotIt : IEveningCheck
{
    public Task CheckAsync(Town town)
    {
        var synced = town.Phones.Select(phone => phone.User).ToHashSet();
        foreach (var log in town.Ledger.Conversations)
            foreach (var user in log.Everybody)
            {
                var expected = Expected.Of(log, user).ToList();
                var entries = town.Ledger.InboxOf(user).Entries.Where(entry => entry.Conversation == log.Id).ToList();
                CheckMessages(log, user, expected, entries);
                CheckMutations(log, user, expected, entries);
                CheckReads(log, user, expected, entries);
                CheckTitle(log, user, expected, entries);
                CheckMembers(log, user, expected, entries);
                if (synced.Contains(user)) CheckAdvanced(log, user, expected, entries);
            }
        return Task.CompletedTask;
    }

    private static void CheckMessages(ConversationLog log, UserId user, List<Expected> expected, List<InboxEntry> entries)
    {
        var got = entries.Select(entry => entry.Content).OfType<EntryContent.Message>().Select(one => one.Seq.Value).ToList();
        var due = expected.Where(one => one.Reach == Reach.Entry).Select(one => one.Change).OfType<MessageSent>()
            .Select(sent => sent.Seq.Value).ToList();
        var covered = HeadsOf(entries);
        SimulationFailure.Unless(got.Distinct().Count() == got.Count, "I2", () => $"{user} got [{string.Join(',', got)}] of {log.Id}.");
        SimulationFailure.Unless(got.All(due.Contains), "I2",
            () => $"{user} got [{string.Join(',', got)}] of {log.Id} and was to get [{string.Join(',', due)}].");
        foreach (var seq in due.Except(got))
            SimulationFailure.Unless(covered >= seq, "I2", () => $"{user} never got message {seq} of {log.Id}.");
    }

    /// <summary>Each edit and recall itself, or taken in by a later one of the same message; nobody hears of what they do
    /// not see.</summary>
    private static void CheckMutations(ConversationLog log, UserId user, List<Expected> expected, List<InboxEntry> entries)
    {
        var due = expected.Where(one => one.Reach == Reach.Entry && SeqOf(one.Change) > 0).ToLookup(one => SeqOf(one.Change));
        var got = entries.Select(entry => entry.Content).OfType<EntryContent.Mutated>().ToLookup(one => one.Seq.Value);
        var covered = entries.Select(entry => entry.Content).OfType<EntryContent.Advanced>()
            .Select(one => one.MutationHead).DefaultIfEmpty().Max();
        foreach (var seq in due.Select(one => one.Key).Union(got.Select(one => one.Key)))
        {
            var (changes, heard) = (due[seq].ToList(), got[seq].ToList());
            SimulationFailure.Unless(heard.Count <= changes.Count, "I2",
                () => $"{user} heard {heard.Count} times of {changes.Count} mutations of {seq} in {log.Id}.");
            if (changes.Count == 0) continue;

            var recalled = changes[^1].Change is MessageRecalled;
            // The group had grown large again when it was told: `advanced` stands for it.
            if (heard.Count == 0 && covered >= changes[^1].Change.No) continue;

            SimulationFailure.Unless(heard.Count > 0 && heard[^1] is EntryContent.Recalled == recalled, "I2",
                () => $"{user} never learned that {changes[^1].Change}; last was {heard.LastOrDefault()}.");
            SimulationFailure.Unless(heard.Count(one => one is EntryContent.Recalled) <= 1, "I2",
                () => $"{user} was told twice that {seq} of {log.Id} is recalled.");
        }
    }

    /// <summary>Read marks come to the reader and, in conversations of at most 32, to the others; to nobody else.</summary>
    private static void CheckReads(ConversationLog log, UserId user, List<Expected> expected, List<InboxEntry> entries)
    {
        var due = expected.Select(one => one.Change).OfType<ReadMoved>().Select(read => (read.Reader, read.UpTo)).ToHashSet();
        var got = entries.Select(entry => entry.Content).OfType<EntryContent.Read>().SelectMany(read => read.Reads)
            .Select(mark => (mark.Reader, mark.UpTo)).ToHashSet();
        SimulationFailure.Unless(got.IsSubsetOf(due), "I2",
            () => $"{user} heard of {string.Join(' ', got.Except(due))} in {log.Id}, which is not for them.");
        foreach (var newest in due.GroupBy(mark => mark.Reader).Select(marks => marks.MaxBy(mark => mark.UpTo)))
            SimulationFailure.Unless(got.Contains(newest), "I2", () => $"{user} never learned of {newest} in {log.Id}.");
    }

    private static long SeqOf(Change change) => change switch
    {
        MessageEdited edited => edited.Seq.Value,
        MessageRecalled recalled => recalled.Seq.Value,
        _ => 0,
    };

    private static void CheckTitle(ConversationLog log, UserId user, List<Expected> expected, List<InboxEntry> entries)
    {
        var due = expected.LastOrDefault(one => one.Change is TitleChanged && one.Reach == Reach.Entry)?.Change as TitleChanged;
        var got = entries.Select(entry => entry.Content).OfType<EntryContent.Conversation>().LastOrDefault();
        if (due is null || log.Changes.Exists(change => change.No > due.No && log.IsLargeAt(change.No.Value))) return;

        SimulationFailure.Unless(got?.Title == due.Title, "I2", () => $"{user} knows the title {got?.Title} of {log.Id}, not {due.Title}.");
    }

    /// <summary>The last news of each user stands in the last entry that can hold it.</summary>
    private static void CheckMembers(ConversationLog log, UserId user, List<Expected> expected, List<InboxEntry> entries)
    {
        var got = entries.Where(entry => entry.Content is EntryContent.Member).Select(entry => (EntryContent.Member)entry.Content).ToList();
        if (got.Exists(one => one.Incomplete)) return;

        // Coming in again makes what was told before void.
        var since = log.StaysOf(user)[^1].Joined;
        foreach (var one in expected.Where(one => one.Reach == Reach.Entry && one.Change.No.Value >= since))
        {
            var changes = one.Change switch
            {
                MembersChanged changed => changed.Members,
                ConversationCreated created => created.Members,
                _ => [],
            };
            foreach (var change in changes)
            {
                var own = change.User == user;
                if (!own && log.Changes.Exists(later => later.No > one.Change.No && log.IsLargeAt(later.No.Value))) continue;

                var newer = expected.Any(later => later.Change.No > one.Change.No && later.Reach == Reach.Entry && Names(later.Change, change.User));
                if (newer) continue;
                var news = got.SelectMany(entry => entry.Changes).LastOrDefault(news => news.User == change.User);
                SimulationFailure.Unless(news is not null && (news.Change, news.Role) == (change.Kind, change.Role), "I2",
                    () => $"{user} never learned that {change} in {log.Id} (change {one.Change.No}); the last news is {news}.");
            }
        }
    }

    private static void CheckAdvanced(ConversationLog log, UserId user, List<Expected> expected, List<InboxEntry> entries)
    {
        var stay = log.StaysOf(user)[^1];
        var mutation = expected.LastOrDefault(one => one.Reach == Reach.Advanced
            && one.Change is MessageEdited or MessageRecalled)?.Change.No.Value ?? 0;
        SimulationFailure.Unless(
            mutation == 0 || stay.Left is not null || stay.Joined > mutation || entries.Select(entry => entry.Content)
                .OfType<EntryContent.Advanced>().Any(one => one.MutationHead.Value >= mutation), "I2",
            () => $"{user} never learned that {log.Id} advanced to mutation {mutation}.");
        var last = expected.LastOrDefault(one => one.Reach == Reach.Advanced && one.Change is MessageSent)?.Change as MessageSent;
        if (last is null || (!log.IsMember(user) && log.StaysOf(user)[^1].Joined > last.No.Value)) return;

        SimulationFailure.Unless(HeadsOf(entries) >= last.Seq.Value, "I2",
            () => $"{user} never learned that {log.Id} advanced to {last.Seq}; only to {HeadsOf(entries)}.");
    }

    private static bool Names(Change change, UserId user) => change switch
    {
        MembersChanged changed => changed.Members.Any(one => one.User == user),
        ConversationCreated created => created.Members.Any(one => one.User == user),
        _ => false,
    };

    private static long HeadsOf(List<InboxEntry> entries) =>
        entries.Select(entry => entry.Content).OfType<EntryContent.Advanced>().Select(one => one.Head.Value).DefaultIfEmpty().Max();
}
