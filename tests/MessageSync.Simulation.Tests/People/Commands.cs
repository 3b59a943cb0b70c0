using MessageSync.Simulation.Tests.Checks;
using MessageSync.Simulation.Tests.Truth;
using MessageSync.Simulation.Tests.World;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.People;

/// <summary>What people do to messages and to their own view, one try each: what they were told is noted, and compared
/// with what was stored.</summary>
internal sealed class Commands(Town town, Random random)
{
    public async Task<Answer<SendReceipt>> SendAsync(Caller sender, ConversationId id, SendKey key, MessageBody body)
    {
        town.Answers.Try(id, sender.User, key);
        var answer = await town.CallAsync(Name(sender), $"send {key} {Stories.Of(body)} to {id}",
            sync => sync.SendAsync(sender, id, key, body),
            receipt => $"{receipt.Seq}{(receipt.Duplicate ? " again" : "")}");
        town.Answers.Answer(id, sender.User, key, body, answer);
        return answer;
    }

    public async Task<Answer<Message>> EditAsync(
        Caller caller, ConversationId id, SeqNo seq, int version, MessageBody body)
    {
        town.Mutations.TryEdit(body);
        var answer = await town.CallAsync(
            Name(caller), $"edit {seq} of {id}, version {version}, to {Stories.Of(body)}",
            sync => sync.EditAsync(caller, id, seq, body, version), now => $"version {now.Version}");
        town.Mutations.AnswerEdit(caller.User, id, seq, body, version, answer);
        return answer;
    }

    public async Task<Answer<Done>> RecallAsync(Caller caller, ConversationId id, SeqNo seq)
    {
        var answer = await town.CallAsync(
            Name(caller), $"recall {seq} of {id}", sync => sync.RecallAsync(caller, id, seq));
        town.Mutations.AnswerRecall(caller, id, seq, answer);
        if (answer.Value is not null && random.Next(5) == 0) ErasedIsGone.Check(town);
        return answer;
    }

    public async Task<Answer<Done>> ReadAsync(Caller reader, ConversationId id, long upTo, bool unread)
    {
        var (user, before) = (reader.User, town.Ledger.InboxOf(reader.User).ViewOf(id));
        var joined = town.Ledger.Find(id)?.StaysOf(user) is [.., var last] ? last.Joined : 0;
        var answer = await town.CallAsync(Name(reader), $"read {id} up to {upTo}{(unread ? ", unread" : "")}",
            sync => sync.ReadAsync(reader, id, new(upTo), unread));
        CheckBeyond(answer, upTo);
        if (answer.Value is null) return answer;

        var (log, own) = (town.Ledger.Find(id)!, town.Ledger.InboxOf(user).ViewOf(id));
        SimulationFailure.Unless(own.WasMarked(unread, before), "T16",
            () => $"{user} read {id} and was told so; the unread mark is {own.MarkedUnread}.");
        var stay = log.StaysOf(user).Last(one => one.Joined >= joined);
        SimulationFailure.Unless(stay.ReadUpTo >= upTo || stay.Joined != joined, "T16",
            () => $"{user} read {id} up to {upTo} and was told so; stored is {stay}.");
        return answer;
    }

    public async Task<Answer<Done>> HideAsync(Caller caller, ConversationId id, long from, long to, bool unlist)
    {
        var user = caller.User;
        var answer = await town.CallAsync(Name(caller), $"hide {from}..{to} of {id}{(unlist ? ", unlist" : "")}",
            sync => sync.HideAsync(caller, id, new(new(from), new(to)), unlist));
        CheckBeyond(answer, to);
        if (answer.Value is null) return answer;

        var hidden = town.Ledger.InboxOf(user).ViewOf(id).Hidden;
        SimulationFailure.Unless(
            Enumerable.Range((int)from, (int)(to - from) + 1).All(seq => hidden.Contains(seq)), "T1",
            () => $"{user} was told that {from}..{to} of {id} is hidden: {string.Join(',', hidden)}.");
        return answer;
    }

    private static void CheckBeyond(Answer<Done> answer, long seq)
    {
        if (answer.Refusal is not Refusal.BeyondHead(var head)) return;

        SimulationFailure.Unless(seq > int.Parse(head, null), "T16", () => $"{seq} is not beyond {head}.");
    }

    private static string Name(Caller caller) =>
        caller.Device is { } device ? $"{caller.User}/{device}" : $"{caller.User}";
}
