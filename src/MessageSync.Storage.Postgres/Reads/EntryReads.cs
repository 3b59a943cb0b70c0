using System.Text;
using MessageSync.Inboxes;
using MessageSync.Storage.Postgres.Engine;
using MessageSync.Storage.Stored;
using Npgsql;

namespace MessageSync.Storage.Postgres.Reads;

/// <summary>Entries as rows of seq, at, kind, conversation, reference and content.</summary>
internal static class EntryReads
{
    /// <summary>The conversation of a row; 0 for none.</summary>
    public static int Conversation(NpgsqlDataReader row, int first = 0) => row.IsDBNull(first + 3) ? 0 : row.GetInt32(first + 3);

    /// <summary>An entry, of a row whose columns begin at <paramref name="first"/>.</summary>
    public static InboxEntry Entry(NpgsqlDataReader row, ConversationId? conversation, int first = 0) => new(
        new(row.GetInt64(first)), row.Time(first + 1), conversation,
        (EntryKind)row.GetInt16(first + 2) switch
        {
            EntryKind.Message => new EntryContent.Message(new(row.GetInt32(first + 4))),
            EntryKind.Edited => new EntryContent.Edited(new(row.GetInt32(first + 4))),
            EntryKind.Recalled => new EntryContent.Recalled(new(row.GetInt32(first + 4))),
            _ => StoredJson.ReadContent(Encoding.UTF8.GetBytes(row.GetString(first + 5))),
        });
}
