using System.Globalization;
using System.Text;

namespace MessageSync.Figures.Bare;

/// <summary>
/// The reference of the sends: the same rows, keys and guards as the store writes, by the bare driver on one thread, with
/// nothing else to do. Messages come in transactions of a given number; an Inbox's head moves once in each.
/// </summary>
internal sealed class BareSends : IBareSends
{
    private readonly BareDatabase _db;
    private readonly BareStatement _message, _conversation, _entry, _inbox, _told, _trim, _dropped, _journal, _journalEnd;
    private readonly Dictionary<string, long> _users;
    private readonly Chat[] _chats;
    private readonly byte[] _body = Encoding.UTF8.GetBytes(new string('x', 200));
    private readonly Dictionary<Inbox, long> _moved = [];
    private long _batch;

    public BareSends(string dataFolder, World world)
    {
        _db = new(dataFolder);
        _users = Numbers("SELECT id, n FROM user");
        var heads = Numbers("SELECT user.id, head FROM inbox JOIN user ON user.n = inbox.user");
        var counts = Numbers("SELECT user.id, count FROM inbox JOIN user ON user.n = inbox.user");
        var conversations = Numbers("SELECT id, n FROM conversation");
        var changes = Numbers("SELECT id, change FROM conversation");
        var inboxes = world.Users.ToDictionary(
            user => user, user => new Inbox(_users[user.Value], heads[user.Value], counts[user.Value]));
        _chats = [.. world.Chats.Select(chat => new Chat(
            conversations[chat.Id.Value], changes[chat.Id.Value], chat.Id.Value,
            [.. chat.Members.Select(user => inboxes[user])]))];

        _message = _db.Prepare("""
            INSERT INTO message (place, sender, state, sent_at, version, send_key, fingerprint, is_text, content_type, body)
            VALUES (?, ?, 0, ?, 0, ?, ?, 1, NULL, ?) ON CONFLICT DO NOTHING
            """);
        _conversation = _db.Prepare(
            "UPDATE conversation SET change = ?, head = ?, head_at = ? WHERE n = ? AND change = ?");
        _entry = _db.Prepare("INSERT INTO entry (user, seq, at, kind, conversation, reference) VALUES (?, ?, ?, 1, ?, ?)");
        _inbox = _db.Prepare("UPDATE inbox SET head = ?, count = ?, last_at = ? WHERE user = ? AND head = ?");
        _told = _db.Prepare("""
            INSERT INTO told (user, conversation, change, seq) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET change = excluded.change, seq = excluded.seq
            """);
        _trim = _db.Prepare("DELETE FROM entry WHERE user = ? AND seq <= ?");
        _dropped = _db.Prepare("UPDATE inbox SET floor = ? WHERE user = ?");
        _journal = _db.Prepare("INSERT INTO journal (writer, batch, is_fence, announcements) VALUES ('bare', ?, 0, ?)");
        _journalEnd = _db.Prepare("DELETE FROM journal WHERE writer = 'bare' AND batch < ?");
    }

    /// <summary>Stores messages in conversations drawn by the seed.</summary>
    public Task RunAsync(int messages, int perBatch, int seed)
    {
        var random = new Random(seed);
        while (messages > 0)
        {
            var count = Math.Min(messages, perBatch);
            Batch(count, random);
            messages -= count;
        }
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _db.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Batch(int count, Random random)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var journal = new StringBuilder("[");
        _moved.Clear();
        _db.Run("BEGIN IMMEDIATE");
        for (var i = 0; i < count; i++) Send(_chats[random.Next(_chats.Length)], random, now, journal);
        foreach (var (inbox, before) in _moved) Move(inbox, before, now);
        _journal.Bind(++_batch).BindText(Encoding.UTF8.GetBytes(journal.Append(']').ToString())).One();
        if (_batch % 10 == 0)
        {
            _journalEnd.Bind(_batch).Step();
            _journalEnd.Reset();
        }
        _db.Run("COMMIT");
    }

    private void Send(Chat chat, Random random, long now, StringBuilder journal)
    {
        Span<byte> key = stackalloc byte[32];
        Guid.NewGuid().TryFormat(key, out _, "N");
        var seq = ++chat.Head;
        var sender = chat.Members[random.Next(chat.Members.Length)].User;
        _message.Bind(chat.Number << 32 | seq).Bind(sender).Bind(now).BindText(key).Bind(key[..16]).Bind(_body).One();
        _conversation.Bind(chat.Change + 1).Bind(seq).Bind(now).Bind(chat.Number).Bind(chat.Change).One();
        chat.Change++;
        if (journal.Length > 1) journal.Append(',');
        journal.Append(CultureInfo.InvariantCulture, $"[\"{chat.Id}\",[{chat.Change},{seq}]]");
        foreach (var inbox in chat.Members)
        {
            _moved.TryAdd(inbox, inbox.Head);
            inbox.Count++;
            _entry.Bind(inbox.User).Bind(++inbox.Head).Bind(now).Bind(chat.Number).Bind(seq).One();
            _told.Bind(inbox.User).Bind(chat.Number).Bind(chat.Change).Bind(inbox.Head).One();
        }
    }

    private void Move(Inbox inbox, long before, long now)
    {
        if (inbox.Count > 1064)
        {
            inbox.Count = 1000;
            _trim.Bind(inbox.User).Bind(inbox.Head - 1000).Step();
            _trim.Reset();
            _dropped.Bind(inbox.Head - 1000).Bind(inbox.User).One();
        }
        _inbox.Bind(inbox.Head).Bind(inbox.Count).Bind(now).Bind(inbox.User).Bind(before).One();
    }

    private Dictionary<string, long> Numbers(string sql)
    {
        var numbers = new Dictionary<string, long>(StringComparer.Ordinal);
        var row = _db.Prepare(sql);
        while (row.Step()) numbers[row.Text(0)] = row.Long(1);
        return numbers;
    }

    private sealed class Inbox(long user, long head, long count)
    {
        public long User => user;

        public long Head { get; set; } = head;

        public long Count { get; set; } = count;
    }

    private sealed class Chat(long number, long change, string id, Inbox[] members)
    {
        public long Number => number;

        public string Id => id;

        public Inbox[] Members => members;

        public long Change { get; set; } = change;

        public long Head { get; set; }
    }
}
