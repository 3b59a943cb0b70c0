using MessageSync.Storage.Sqlite.Engine;
using MessageSync.Storage.Sqlite.Reads;

namespace MessageSync.Storage.Sqlite;

/// <summary>Lists of conversations, from the file.</summary>
internal sealed class SqliteDirectoryStore(WorkQueue readers) : IDirectoryStore
{
    public Task<IReadOnlyList<ListedConversation>> ListAsync(UserId user, bool told, CancellationToken ct) =>
        readers.RunAsync(session => ListReads.List(session, user, told), ct);

    public Task<IReadOnlyList<int>> CountUnreadAsync(
        UserId user, IReadOnlyList<(ConversationId Conversation, SeqRanges Ranges)> asked, CancellationToken ct) =>
        readers.RunAsync<IReadOnlyList<int>>(
            session => [.. asked.Select(one => ListReads.CountUnread(session, user, one.Conversation, one.Ranges))], ct);
}
