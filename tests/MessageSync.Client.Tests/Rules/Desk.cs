using System.Globalization;

namespace MessageSync.Client.Tests.Rules;

/// <summary>ann's device on a desk: the test is the server and answers by hand.</summary>
internal sealed class Desk
{
    private static readonly DateTimeOffset s_noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    public Desk() => Device = new("ann", Store, new() { Wait = TimeSpan.Zero });

    public InMemoryDeviceStore Store { get; } = new();

    public Device Device { get; private set; }

    public DateTimeOffset Now { get; set; } = s_noon;

    public ConversationState Tea => Store.Load().Conversations.Single(one => one.Id == "tea");

    public IEnumerable<string?> Bodies => Device.Messages("tea").Messages.Select(message => message.Body);

    /// <summary>A device that has begun at e.0000 with nothing; its cursors are e.NNNN.</summary>
    public static Desk Begun()
    {
        var desk = new Desk();
        desk.Answer<DeviceRequest.Sync>(new DeviceReply
            .Synced(new([], "e.0000", "e.0000", false, new("new", "e.0000"), "e")));
        desk.Answer<DeviceRequest.List>(new DeviceReply.Listed(new([], null, "e")));
        desk.Sync(0, 0);
        return desk;
    }

    /// <summary>A device that holds messages 1 to <paramref name="head"/> of tea and knows all of it.</summary>
    public static Desk WithTea(int head = 3, long mutation = 0)
    {
        var desk = new Desk();
        desk.Answer<DeviceRequest.Sync>(new DeviceReply.Synced(new([], "e.0000", "e.0000", false, null, "e")));
        desk.Answer<DeviceRequest.List>(new DeviceReply.Listed(new([Shown(head, mutation)], null, "e")));
        desk.Sync(0, 0);
        desk.Answer<DeviceRequest.Members>(new DeviceReply.MembersRead(new(
            [new("ann", "owner", s_noon, 0), new("bob", "member", s_noon, 0)], null)));
        desk.Device.Want("tea", new RoamAnchor.Newest());
        desk.Answer<DeviceRequest.Roam>(new DeviceReply.Roamed(Page(1, head, false, false, head, mutation)));
        return desk;
    }

    public static string At(int cursor) => string.Create(CultureInfo.InvariantCulture, $"e.{cursor:D4}");

    public static Message Message(long seq, string body = "hi", string sender = "bob", int version = 0,
        long? mutation = null) =>
        new("tea", seq, $"{sender}{seq}", sender, s_noon.AddSeconds(seq), "text/plain", body, null,
            version == 0 ? "sent" : "edited", version, Mutation: mutation);

    public static Message Tombstone(long seq, long mutation) =>
        Message(seq, mutation: mutation) with { State = "recalled", Body = null, ContentType = null };

    public static Conversation Shown(long head, long mutation = 0, int members = 2, long read = 0,
        string? left = null) => new(
        "tea", "group", "Tea", "all", s_noon, head, s_noon.AddSeconds(head), mutation, members, left is null ? "owner"
            : null,
        s_noon, left is null ? null : s_noon, read, false, false, 0, head == 0 ? null : Message(head));

    public static RoamingPage Page(int from, int to, bool hasBefore, bool hasAfter, long head, long mutation = 0) =>
        new(
        [.. Enumerable.Range(from, to - from + 1).Select(seq => Message(seq))], hasBefore, hasAfter, head, mutation,
            "e");

    /// <summary>The next request, which must be of this kind.</summary>
    public T Next<T>() where T : DeviceRequest => Assert.IsType<T>(Device.Next(Now));

    public T Answer<T>(DeviceReply reply) where T : DeviceRequest
    {
        var request = Next<T>();
        Assert.True(Device.Apply(request, reply, Now));
        return request;
    }

    /// <summary>A sync at a cursor is answered with entries, each one further.</summary>
    public DeviceRequest.Sync Sync(int at, int to, params InboxEntry[] entries) => Trimmed(at, to, null, entries);

    public DeviceRequest.Sync Trimmed(int at, int to, Reset? reset, params InboxEntry[] entries)
    {
        Device.News();
        var request = Next<DeviceRequest.Sync>();
        Assert.Equal(At(at), request.Cursor);
        Assert.True(Device.Apply(request, new DeviceReply.Synced(Reply(reset?.Floor ?? At(at), to, reset, entries)),
            Now));
        return request;
    }

    public static SyncReply Reply(string from, int to, Reset? reset, params InboxEntry[] entries)
    {
        var chain = new List<InboxEntry>();
        foreach (var (entry, i) in entries.Select((entry, i) => (entry, i)))
            chain.Add(entry with
            {
                Previous = i == 0 ? from : chain[^1].Cursor,
                Cursor = At(to - entries.Length + i + 1),
                At = s_noon
            });
        return new(chain, At(to), At(to), false, reset, "e");
    }

    /// <summary>The process ends and begins again.</summary>
    public void Restart() => Device = new("ann", Store, new() { Wait = TimeSpan.Zero });

    public static MessageEntry New(Message message) => new("", "", default, message);

    public static EditedEntry Edited(Message message) => new("", "", default, message);

    public static RecalledEntry Recalled(Message message) => new("", "", default, message);
}
