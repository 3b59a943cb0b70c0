using MessageSync.Storage.Postgres.Engine;
using MessageSync.Storage.Postgres.Reads;

namespace MessageSync.Storage.Postgres;

/// <summary>Lists of conversations, from the database.</summary>
internal sealed class PostgresDirectoryStore(Database database) : IDirectoryStore
{
    private readonly ListReads _lists = new(database);

    public Task<IReadOnlyList<ListedConversation>> ListAsync(UserId user, bool told, CancellationToken ct) =>
        database.ReadAsync(connection => _lists.ListAsync(connection, user, told), ct);

    public Task<IReadOnlyList<int>> CountUnreadAsync(
        UserId user, IReadOnlyList<(ConversationId Conversation, SeqRanges Ranges)> asked, CancellationToken ct) =>
        database.ReadAsync(connection => _lists.CountUnreadAsync(connection, user, asked), ct);
}
