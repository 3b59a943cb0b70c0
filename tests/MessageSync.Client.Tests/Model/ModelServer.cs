namespace MessageSync.Client.Tests.Model;

/// <summary>
/// What the wire says a server does, as simply as can be: no limits, no roles, no time. Every change is logged, so that
/// an older backup can be restored: the log's beginning in another epoch.
/// </summary>
internal sealed class ModelServer
{
    private readonly List<Action<ModelServer>> _log = [];
    private readonly SortedDictionary<string, ModelConversation> _conversations = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ModelInbox> _inboxes = new(StringComparer.Ordinal);

    public int Epoch { get; private init; } = 1;

    public string EpochText => ModelInbox.Cursor(Epoch, 0).Split('.')[0];

    public int Changes => _log.Count;

    public IEnumerable<ModelConversation> Conversations => _conversations.Values;

    public ModelConversation Of(string id) => _conversations[id];

    public ModelConversation? Find(string id) => _conversations.GetValueOrDefault(id);

    public ModelInbox InboxOf(string user)
    {
        if (!_inboxes.TryGetValue(user, out var inbox)) _inboxes[user] = inbox = new(Of, user);
        return inbox;
    }

    /// <summary>The server after an older backup was restored.</summary>
    public ModelServer Restored(int changes)
    {
        var restored = new ModelServer { Epoch = Epoch + 1 };
        foreach (var change in _log.Take(changes)) restored.Do(change);
        return restored;
    }

    public void Create(string id, string owner, IReadOnlyList<string> members, bool isAll = false,
        bool isLarge = false) => Do(server =>
    {
        var made = server._conversations[id] = new(id, isAll, isLarge);
        server.ChangeMembers(made, [.. members.Prepend(owner).Distinct(StringComparer.Ordinal)
            .Select(user => new MemberChange(user, "joined", user == owner ? "owner" : "member", 0))]);
    });

    public void Trim(string user, int keep) => Do(server => server.InboxOf(user).Trim(keep));

    public void Join(string id, string user, string role = "member") => Do(server =>
    {
        var found = server.Of(id);
        if (!found.Has(user)) server.ChangeMembers(found, [new(user, "joined", role, found.Head)]);
    });

    public void Role(string id, string user, string role) => Do(server =>
    {
        var found = server.Of(id);
        if (found.Has(user)) server.ChangeMembers(found, [new(user, "role", role, found.Head)]);
    });

    public void Leave(string id, string user) => Do(server =>
    {
        var found = server.Of(id);
        if (found.Has(user)) server.ChangeMembers(found, [new(user, "left", null, found.Head)]);
    });

    public void Rename(string id, string title) => Do(server =>
    {
        var found = server.Of(id);
        found.Title = title;
        server.Tell(found, found.Roles.Keys, new ConversationEntry("", "", default, id, title));
    });

    /// <returns>Null for one who is no member.</returns>
    public SendReceipt? Send(string id, string user, string key, string body)
    {
        var known = Of(id).Messages.Find(message => message.Sender == user && message.SendKey == key);
        if (known is not null) return new(known.Seq, known.SentAt, true);
        if (!Of(id).Has(user)) return null;

        Do(server =>
        {
            var found = server.Of(id);
            var message = new Message(
                id, found.Head + 1, key, user, ModelConversation.Time(server.Changes), "text/plain", body, null,
                    "sent", 0);
            found.Messages.Add(message);
            server.Tell(found, found.Roles.Keys, new MessageEntry("", "", default, message));
        });
        var sent = Of(id).Messages[^1];
        return new(sent.Seq, sent.SentAt, false);
    }

    public void Edit(string id, long seq, string body) => Mutate(id, seq, message => message with
    {
        State = "edited",
        Body = body,
        Version = message.Version + 1,
        EditedAt = ModelConversation.Time(Changes),
    });

    public void Recall(string id, long seq, string by) => Mutate(id, seq, message => message with
    {
        State = "recalled",
        Body = null,
        ContentType = null,
        RecalledBy = by,
        RecalledAt = ModelConversation.Time(Changes),
    });

    public void Hide(string id, string user, long from, long to, bool unlist) => Do(server =>
    {
        var found = server.Of(id);
        found.Hidden[user] = (found.Hidden.GetValueOrDefault(user) ?? SeqRanges.Empty).With(new SeqRange(from, to));
        if (unlist) found.Unlisted[user] = found.Head;
        server.InboxOf(user).Offer(id, new HiddenEntry("", "", default, id, from, to, unlist));
    });

    public void Read(string id, string user, long upTo, bool unread) => Do(server =>
    {
        var found = server.Of(id);
        found.Reads[user] = Math.Max(found.Reads[user], upTo);
        if (unread) found.MarkedUnread.Add(user);
        else found.MarkedUnread.Remove(user);
        var entry = new ReadEntry("", "", default, id, [new(user, found.Reads[user])]);
        server.InboxOf(user).Offer(id, entry with { MarkedUnread = unread });
        server.Tell(found, found.Roles.Keys.Where(other => other != user), entry);
    });

    private void Mutate(string id, long seq, Func<Message, Message> change) => Do(server =>
    {
        var found = server.Of(id);
        if (found.Messages[(int)seq - 1].IsRecalled) return;

        found.Mutation += 2;
        var changed = found.Messages[(int)seq - 1] =
            change(found.Messages[(int)seq - 1]) with { Mutation = found.Mutation };
        InboxEntry entry = changed.IsRecalled
            ? new RecalledEntry("", "", default, changed)
            : new EditedEntry("", "", default, changed);
        server.Tell(found, found.Roles.Keys.Where(user => found.IsLarge || found.Sees(user, seq)), entry);
    });

    private void ChangeMembers(ModelConversation found, IReadOnlyList<MemberChange> changes)
    {
        foreach (var (user, change, role, _) in changes)
        {
            if (change == "joined")
            {
                if (!found.Stays.TryGetValue(user, out var stays)) found.Stays[user] = stays = [];
                stays.Add((found.Head, null));
                found.Reads[user] = Math.Max(found.Reads.GetValueOrDefault(user), found.Head);
            }
            if (change == "left")
            {
                found.Roles.Remove(user);
                found.Stays[user][^1] = found.Stays[user][^1] with { Left = found.Head };
                found.AtLeaving[user] = (found.Title, found.Roles.Count);
            }
            else found.Roles[user] = role!;
        }
        var entry = new MemberEntry("", "", default, found.Id, changes, found.Roles.Count);
        var own = changes.Select(change => change.User).ToList();
        foreach (var user in own) InboxOf(user).Offer(found.Id, entry);
        Tell(found, found.Roles.Keys.Except(own, StringComparer.Ordinal), entry);
    }

    private void Tell(ModelConversation found, IEnumerable<string> users, InboxEntry entry)
    {
        foreach (var user in users.ToList())
            InboxOf(user).Offer(found.Id, found.IsLarge
                ? new AdvancedEntry("", "", default, found.Id, found.Head, found.Mutation)
                : entry);
    }

    private void Do(Action<ModelServer> change)
    {
        _log.Add(change);
        change(this);
    }
}
