using System.Text;
using MessageSync.Simulation.Tests.Truth;
using MessageSync.Simulation.Tests.World;
using MessageSync.Timelines;
using DeviceCommand = MessageSync.Client.DeviceCommand;

namespace MessageSync.Simulation.Tests.People;

/// <summary>What people write: they send, edit and recall, half of it on their phones, the rest again and again
/// until they have an answer or give up. No two texts are alike.</summary>
internal sealed class Writing(
    Town town, Random random, IReadOnlyList<UserId> users, IReadOnlyList<ConversationId> groups)
{
    private static readonly Caller s_service = new(ConversationLog.Service, null, IsService: true);
    private readonly Commands _commands = new(town, random);
    private readonly List<(UserId User, ConversationId Conversation, SendKey Key, MessageBody Body)> _sent = [];
    private int _texts;

    /// <summary>Sends something new, or something old once more.</summary>
    public async Task SendAsync(Phone phone)
    {
        var sender = phone.User;
        var old = _sent.Where(sent => sent.User == sender).ToList();
        var isOld = old.Count > 0 && random.Next(6) == 0;
        var (_, conversation, key, body) = isOld
            ? Any(old)
            : (sender, AnyConversation(sender), new SendKey($"k{++_texts}"), Text($"text {_texts}."));
        var isOther = old.Count > 0 && random.Next(25) == 0;
        if (isOther) body = Text($"something else {++_texts}.");
        if (isOld == isOther && random.Next(2) == 0)   // a repetition is the phone's own affair
        {
            phone.Submit(conversation, new DeviceCommand.Send($"{key}", TextOf(body)));
            return;
        }

        _sent.Add((sender, conversation, key, body));
        for (var tries = random.Next(1, 6); tries > 0; tries--)
            if (await Habits.TryAsync(() => _commands.SendAsync(new(sender), conversation, key, body))) return;
    }

    /// <summary>Edits a message, mostly an own one, mostly the version that it has; and perhaps once more.</summary>
    public async Task EditAsync(Phone phone)
    {
        var caller = new Caller(phone.User);
        if (AnyMessage(phone.User, random.Next(8) > 0) is not { } message) return;

        var version = random.Next(6) == 0 ? random.Next(0, message.Version + 2) : message.Version;
        var body = Text($"edit {++_texts}.");
        var (id, seq, again) = (message.Conversation, message.Seq, random.Next(4) == 0);
        if (random.Next(2) == 0)
        {
            phone.Submit(id, new DeviceCommand.Edit(seq.Value, version, TextOf(body)));
            return;
        }
        for (var tries = random.Next(1, 6); tries > 0; tries--)
        {
            if (!await Habits.TryAsync(() => _commands.EditAsync(caller, id, seq, version, body))) continue;
            if (!again) return;
            again = false;
        }
    }

    /// <summary>Recalls a message: the sender, any other, or the service.</summary>
    public async Task RecallAsync(Phone phone)
    {
        if (AnyMessage(phone.User, random.Next(3) > 0) is not { } message) return;

        var (id, seq, caller) = (message.Conversation, message.Seq, random.Next(6) == 0 ? s_service : new(phone.User));
        if (random.Next(2) == 0)
        {
            phone.Submit(id, new DeviceCommand.Recall(seq.Value));
            return;
        }
        for (var tries = random.Next(1, 6); tries > 0; tries--)
            if (await Habits.TryAsync(() => _commands.RecallAsync(caller, id, seq))) return;
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

    private static string TextOf(MessageBody body) => Encoding.UTF8.GetString(body.Bytes.Span);

    private static MessageBody Text(string text) =>
        new(Encoding.UTF8.GetBytes(text), IsText: true, MessageBody.DefaultContentType);
}
