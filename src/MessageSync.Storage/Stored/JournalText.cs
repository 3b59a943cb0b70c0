using System.Buffers;
using System.Text.Json;
using MessageSync.FanOut;
using MessageSync.Inboxes;

namespace MessageSync.Storage.Stored;

/// <summary>
/// The announcements of one batch as text: <c>[["chat-1",[7,3],{…}],["chat-2",[12,12]]]</c>. A run is its conversation and
/// its announcements; a plain message, by far the most frequent, is just its change and its seq.
/// </summary>
internal static class JournalText
{
    /// <summary>Announces nothing.</summary>
    public const string Empty = "[]";

    /// <summary>Writes the runs of a batch, as UTF-8.</summary>
    public static void Write(IBufferWriter<byte> output, IEnumerable<TimelineRun> runs)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartArray();
        foreach (var run in runs)
        {
            json.WriteStartArray();
            json.WriteStringValue(run.Conversation.Value);
            foreach (var announcement in run.Announcements) Write(json, announcement);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    /// <summary>Reads what <see cref="Write(IBufferWriter{byte}, IEnumerable{TimelineRun})"/> wrote.</summary>
    public static IReadOnlyList<JournalRun> Read(ReadOnlySpan<byte> text)
    {
        var json = new Utf8JsonReader(text);
        var runs = new List<JournalRun>();
        Enter(ref json);
        while (Enter(ref json))
        {
            json.Read();
            var conversation = new ConversationId(json.GetString()!);
            var announcements = new List<Announcement>();
            while (ReadAnnouncement(ref json) is { } announcement) announcements.Add(announcement);
            runs.Add(new(conversation, announcements));
        }
        return runs;
    }

    private static void Write(Utf8JsonWriter json, Announcement announcement)
    {
        if (announcement.ToMembers is not EntryContent.Message(var seq) || announcement != Plain(announcement.Change, seq))
        {
            JsonSerializer.Serialize(json, announcement, StoredJson.Default.Announcement);
            return;
        }
        json.WriteStartArray();
        json.WriteNumberValue(announcement.Change.Value);
        json.WriteNumberValue(seq.Value);
        json.WriteEndArray();
    }

    private static Announcement? ReadAnnouncement(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.EndArray) return null;
        if (json.TokenType == JsonTokenType.StartObject)
            return JsonSerializer.Deserialize(ref json, StoredJson.Default.Announcement);

        var plain = Plain(new(Number(ref json)), new(Number(ref json)));
        json.Read();
        return plain;
    }

    private static Announcement Plain(ChangeNo change, SeqNo seq) => new(change, new EntryContent.Message(seq));

    private static long Number(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetInt64();
    }

    private static bool Enter(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType == JsonTokenType.StartArray;
    }
}
