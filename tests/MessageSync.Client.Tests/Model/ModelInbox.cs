using System.Globalization;

namespace MessageSync.Client.Tests.Model;

/// <summary>One Inbox of the model: ordered, merging, trimmed on command.</summary>
internal sealed class ModelInbox(Func<string, ModelConversation> conversationOf, string user)
{
    private readonly List<(long No, InboxEntry Entry)> _entries = [];
    private long _floor;

    public long Head { get; private set; }

    /// <summary>The last change of each conversation that came here, in any form.</summary>
    public Dictionary<string, long> Touched { get; } = new(StringComparer.Ordinal);

    public static string Cursor(int epoch, long no) =>
        string.Create(CultureInfo.InvariantCulture, $"{epoch:D4}.{no:D8}");

    public static (int Epoch, long No) Parse(string cursor)
    {
        var parts = cursor.Split('.');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    public void Offer(string conversation, InboxEntry entry)
    {
        var old = _entries.FindIndex(known => IsMerged(known.Entry, entry));
        while (old >= 0)
        {
            entry = Merge(_entries[old].Entry, entry);
            _entries.RemoveAt(old);
            old = _entries.FindIndex(known => IsMerged(known.Entry, entry));
        }
        _entries.Add((++Head, entry));
        Touched[conversation] = Head;
    }

    /// <summary>Drops the oldest.</summary>
    public void Trim(int keep)
    {
        while (_entries.Count > keep)
        {
            _floor = _entries[0].No;
            _entries.RemoveAt(0);
        }
    }

    public SyncReply Sync(int epoch, string? cursor, int limit)
    {
        var reset = (Reset?)null;
        var from = 0L;
        if (cursor is null) (reset, from) = (new("new", Cursor(epoch, _floor)), _floor);
        else
        {
            var asked = Parse(cursor);
            from = asked.No;
            if (asked.Epoch != epoch || from > Head) reset = new("epoch", Cursor(epoch, _floor));
            else if (from < _floor) reset = new("trimmed", Cursor(epoch, _floor));
            if (reset is not null) from = _floor;
        }
        var rest = _entries.Where(entry => entry.No > from && IsShown(entry.Entry)).ToList();
        var (page, previous) = (new List<InboxEntry>(), Cursor(epoch, from));
        foreach (var (no, entry) in rest.Take(limit))
        {
            page.Add(Present(entry) with
            {
                Cursor = Cursor(epoch, no),
                Previous = previous,
                At = ModelConversation.Time(no)
            });
            previous = page[^1].Cursor;
        }
        var more = limit > 0 ? rest.Count > limit : rest.Count > 0;
        var reached = limit == 0 || more ? previous : Cursor(epoch, Head);
        return new(page, reached, Cursor(epoch, Head), more, reset, epoch.ToString("D4", CultureInfo.InvariantCulture));
    }

    private bool IsShown(InboxEntry entry) => entry switch
    {
        MessageEntry(_, _, _, var message) => conversationOf(message.Conversation).Sees(user, message.Seq),
        EditedEntry(_, _, _, var message) => conversationOf(message.Conversation).Sees(user, message.Seq),
        RecalledEntry(_, _, _, var message) => conversationOf(message.Conversation).Sees(user, message.Seq),
        _ => true,
    };

    private InboxEntry Present(InboxEntry entry) => entry switch
    {
        MessageEntry message => message with { Message = Now(message.Message) },
        EditedEntry edited => Now(edited.Message) is { IsRecalled: true } tombstone
            ? new RecalledEntry("", "", default, tombstone)
            : edited with { Message = Now(edited.Message) },
        RecalledEntry recalled => recalled with { Message = Now(recalled.Message) },
        _ => entry,
    };

    private Message Now(Message message) => conversationOf(message.Conversation).Messages[(int)message.Seq - 1];

    private static bool IsMerged(InboxEntry old, InboxEntry entry) => (old, entry) switch
    {
        (EditedEntry a, EditedEntry b) => IsSame(a.Message, b.Message),
        (EditedEntry a, RecalledEntry b) => IsSame(a.Message, b.Message),
        (HiddenEntry a, HiddenEntry b) =>
            a.Conversation == b.Conversation && a.From <= b.To + 1 && b.From <= a.To + 1,
        (ReadEntry a, ReadEntry b) => a.Conversation == b.Conversation,
        (MemberEntry a, MemberEntry b) => a.Conversation == b.Conversation,
        (ConversationEntry a, ConversationEntry b) => a.Conversation == b.Conversation,
        (AdvancedEntry a, AdvancedEntry b) => a.Conversation == b.Conversation,
        _ => false,
    };

    private static InboxEntry Merge(InboxEntry old, InboxEntry entry) => (old, entry) switch
    {
        (HiddenEntry a, HiddenEntry b) => b with
        {
            From = Math.Min(a.From, b.From),
            To = Math.Max(a.To, b.To),
            Unlisted = a.Unlisted || b.Unlisted,
        },
        (ReadEntry a, ReadEntry b) => b with
        {
            Reads = [.. a.Reads.Where(read => b.Reads.All(newer => newer.Reader != read.Reader)), .. b.Reads],
            MarkedUnread = b.MarkedUnread ?? a.MarkedUnread,
        },
        (MemberEntry a, MemberEntry b) => b with
        {
            Changes =
            [
                .. a.Changes.Where(change => b.Changes.All(newer => newer.User != change.User)), .. b.Changes,
            ],
        },
        _ => entry,
    };

    private static bool IsSame(Message a, Message b) => a.Conversation == b.Conversation && a.Seq == b.Seq;
}
