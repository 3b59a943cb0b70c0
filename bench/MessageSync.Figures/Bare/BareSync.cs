using System.Text;

namespace MessageSync.Figures.Bare;

/// <summary>The reference of a sync: head and floor, a page of entries, and the messages they refer to, from one
/// snapshot; every value read, as whoever answers has to.</summary>
internal sealed class BareSync : IDisposable
{
    private readonly BareDatabase _db;
    private readonly BareStatement _user, _ends, _entries, _message;

    public BareSync(string dataFolder)
    {
        _db = new(dataFolder);
        _user = _db.Prepare("SELECT n FROM user WHERE id = ?");
        _ends = _db.Prepare("SELECT head, floor, count FROM inbox WHERE user = ?");
        _entries = _db.Prepare("""
            SELECT seq, at, entry.kind, entry.conversation, conversation.id, reference, content
            FROM entry LEFT JOIN conversation ON conversation.n = entry.conversation
            WHERE user = ? AND seq > ? ORDER BY seq LIMIT ?
            """);
        _message = _db.Prepare("""
            SELECT user.id, state, sent_at, version, mutation, send_key, is_text, content_type, body
            FROM message JOIN user ON user.n = message.sender WHERE place = ?
            """);
    }

    /// <summary>Reads one page.</summary>
    /// <returns>How many messages it has.</returns>
    public int Page(UserId owner, long after, int limit)
    {
        _db.Run("BEGIN");
        _user.BindText(Encoding.UTF8.GetBytes(owner.Value)).Step();
        var user = _user.Long(0);
        _user.Reset();
        _ends.Bind(user).Step();
        _ends.Reset();

        var places = new List<(string Conversation, long Place)>();
        _entries.Bind(user).Bind(after).Bind(limit);
        while (_entries.Step()) places.Add((_entries.Text(4), _entries.Long(3) << 32 | _entries.Long(5)));
        _entries.Reset();

        var messages = new List<BareMessage>();
        foreach (var (conversation, place) in places)
        {
            if (_message.Bind(place).Step())
                messages.Add(new(conversation, _message.Text(0), _message.Long(2), _message.Text(5), _message.Bytes(8).ToArray()));
            _message.Reset();
        }
        _db.Run("COMMIT");
        return messages.Count;
    }

    public void Dispose() => _db.Dispose();

    private sealed record BareMessage(string Conversation, string Sender, long SentAt, string SendKey, byte[] Body);
}
