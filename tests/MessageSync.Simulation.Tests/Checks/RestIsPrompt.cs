using MessageSync.Inboxes;
using MessageSync.Simulation.Tests.Truth;
using MessageSync.Simulation.Tests.World;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>I2: at rest a message, an edit and a recall are in the Inboxes of small groups within 2 s, read marks within
/// 4 s where there are at most 32 members, and nowhere else.</summary>
internal sealed class RestIsPrompt : IEveningCheck
{
    public async Task CheckAsync(Town town)
    {
        foreach (var log in town.Ledger.Conversations.ToList())
        {
            var present = town.Phones.Select(phone => phone.User).Where(log.IsMember).ToList();
            if (present.Count == 0 || log.IsLargeAt(log.Changes.Count)) continue;

            await CheckAsync(town, log, new(present[0]));
        }
    }

    private static async Task CheckAsync(Town town, ConversationLog log, Caller actor)
    {
        var (id, seq) = (log.Id, new SeqNo(log.Messages.Count + 1));
        await DoAsync(sync => sync.SendAsync(actor, id, new("evening"), Body("good night.")));
        await HaveAsync<EntryContent.Message>(2, one => one.Seq == seq);
        await DoAsync(sync => sync.EditAsync(actor, id, seq, Body("sleep well."), 0));
        await HaveAsync<EntryContent.Edited>(2, one => one.Seq == seq);
        await DoAsync(sync => sync.RecallAsync(actor, id, seq));
        await HaveAsync<EntryContent.Recalled>(2, one => one.Seq == seq);

        await DoAsync(sync => sync.ReadAsync(actor, id, seq));
        var shown = log.MembersAt(log.Changes.Count).Count <= Limits.ReceiptMembersMax;
        await HaveAsync<EntryContent.Read>(4, one => one.Reads.Any(mark => mark == new ReadMark(actor.User, seq)), shown);

        async Task DoAsync<T>(Func<IMessageSync, Task<Answer<T>>> call) where T : class =>
            await town.AskAsync("evening", $"in {id}", call);

        async Task HaveAsync<T>(int seconds, Func<T, bool> isIt, bool everybody = true) where T : EntryContent
        {
            await town.WaitAsync(seconds);
            foreach (var member in log.MembersAt(log.Changes.Count))
            {
                var has = town.Ledger.InboxOf(member).Unmerged.Any(
                    entry => entry.Conversation == id && entry.Content is T content && isIt(content));
                SimulationFailure.Unless(has == (everybody || member == actor.User), "I2",
                    () => $"{member} {(has ? "has" : "has not")} {typeof(T).Name} of {seq} in {id} after {seconds} s.");
            }
        }
    }

    private static MessageBody Body(string text) =>
        new(System.Text.Encoding.UTF8.GetBytes(text), IsText: true, MessageBody.DefaultContentType);
}
