using MessageSync.Storage.Sqlite.Engine;

namespace MessageSync.Storage.Sqlite.Reads;

/// <summary>The ids behind the numbers of one read: a page names few conversations and users many times, so each is
/// looked up once instead of being joined to every row.</summary>
internal sealed class Ids(Session session)
{
    private const string OfConversation = "SELECT id FROM conversation WHERE n = ?";

    private const string OfUser = "SELECT id FROM user WHERE n = ?";

    private readonly Dictionary<long, ConversationId> _conversations = [];
    private readonly Dictionary<long, UserId> _users = [];

    /// <summary>A conversation by its number.</summary>
    public ConversationId Conversation(long number)
    {
        if (!_conversations.TryGetValue(number, out var id))
            _conversations[number] = id = new(Find(OfConversation, number));
        return id;
    }

    /// <summary>A user by their number.</summary>
    public UserId User(long number)
    {
        if (!_users.TryGetValue(number, out var id)) _users[number] = id = new(Find(OfUser, number));
        return id;
    }

    private string Find(string sql, long number)
    {
        using var row = session.Sql(sql).Bind(number);
        return row.Step() ? row.Text(0) : throw new InvalidOperationException($"Nobody has number {number}.");
    }
}
