using System.Text;
using MessageSync.Simulation.Tests.Checks;
using MessageSync.Simulation.Tests.Truth;
using MessageSync.Simulation.Tests.World;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.People;

/// <summary>What people write: they send, edit and recall, again and again until they have an answer or give up. No two
/// texts are alike.</summary>
internal sealed class Writing(
    Town town, Random random, IReadOnlyList<UserId> users, IReadOnlyList<ConversationId> groups)
{
    private static readonly Caller s_service = new(ConversationLog.Service, null, IsService: true);
    private readonly List<(UserId User, ConversationId Conversation, SendKey Key, MessageBody Body)> _sent = [];
    private int _texts;

    /// <summary>Sends something new, or something old once more.</summary>
    public async Task SendAsync(UserId sender)
    {
        var old = _sent.Where(sent => sent.User == sender).ToList();
        var (_, conversation, key, body) = old.Count > 0 && random.Next(6) == 0
            ? Any(old)
            : (sender, AnyConversation(sender), new SendKey($"k{++_texts}"), Text($"text {_texts}."));
        if (old.Count > 0 && random.Next(25) == 0) body = Text($"something else {++_texts}.");

        for (var tries = random.Next(1, 6); tries > 0; tries--)
            if (await Habits.TryAsync(() => SendAsync(sender, conversation, key, body))) return;
    }

    /// <summary>Edits a message, mostly an own one, mostly the version that it has; and perhaps once more.</summary>
    public async Task EditAsync(UserId caller)
    {
        if (AnyMessage(caller, random.Next(8) > 0) is not { } message) return;

        var version = random.Next(6) == 0 ? random.Next(0, message.Version + 2) : message.Version;
        var body = Text($"edit {++_texts}.");
        var again = random.Next(4) == 0;
        for (var tries = random.Next(1, 6); tries > 0; tries--)
        {
            if (!await Habits.TryAsync(() => EditAsync(caller, message, version, body))) continue;
            if (!again) return;
            again = false;
        }
    }

    /// <summary>Recalls a message: the sender, any other, or the service.</summary>
    public async Task RecallAsync(UserId user)
    {
        if (AnyMessage(user, random.Next(3) > 0) is not { } message) return;

        var caller = random.Next(6) == 0 ? s_service : new Caller(user);
        for (var tries = random.Next(1, 6); tries > 0; tries--)
            if (await Habits.TryAsync(() => RecallAsync(caller, message))) return;
    }

    private async Task SendAsync(UserId sender, ConversationId conversation, SendKey key, MessageBody body)
    {
        _sent.Add((sender, conversation, key, body));
        town.Answers.Try(conversation, sender, key);
        var answer = await town.CallAsync($"{sender}", $"send {key} {Stories.Of(body)} to {conversation}",
            sync => sync.SendAsync(new(sender), conversation, key, body), receipt => $"{receipt.Seq}{(receipt.Duplicate ? " again" : "")}");
        town.Answers.Answer(conversation, sender, key, body, answer);
    }

    private async Task EditAsync(UserId caller, Message message, int version, MessageBody body)
    {
        var (id, seq) = (message.Conversation, message.Seq);
        town.Mutations.TryEdit(body);
        var answer = await town.CallAsync($"{caller}", $"edit {seq} of {id}, version {version}, to {Stories.Of(body)}",
            sync => sync.EditAsync(new(caller), id, seq, body, version), now => $"version {now.Version}");
        town.Mutations.AnswerEdit(caller, id, seq, body, version, answer);
    }

    private async Task RecallAsync(Caller caller, Message message)
    {
        var (id, seq) = (message.Conversation, message.Seq);
        var answer = await town.CallAsync(
            $"{caller.User}", $"recall {seq} of {id}", sync => sync.RecallAsync(caller, id, seq));
        town.Mutations.AnswerRecall(caller, id, seq, answer);
        if (answer.Value is not null && random.Next(5) == 0) ErasedIsGone.Check(town);
    }

    private Message? AnyMessage(UserId user, bool own)
    {
        var messages = town.Ledger.Find(AnyConversation(user))?.States.Select(state => state.Now)
            .Where(message => !own || message.Sender == user).ToList() ?? [];
        if (messages.Count == 0) return null;

        return random.Next(3) == 0 ? messages[^1] : Any(messages);
    }

    private ConversationId AnyConversation(UserId user) =>
        random.Next(4) == 0 ? DirectConversation.IdOf(user, Any(users)) : Any(groups);

    private T Any<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];

    private static MessageBody Text(string text) =>
        new(Encoding.UTF8.GetBytes(text), IsText: true, MessageBody.DefaultContentType);
}
