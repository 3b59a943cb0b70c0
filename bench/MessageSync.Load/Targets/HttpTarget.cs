using System.Buffers;
using System.Globalization;
using System.Text.Json;
using MessageSync.Timelines;

namespace MessageSync.Load.Targets;

/// <summary>A silo over HTTP. The driver calls as a backend on behalf of its users (<c>MessageSync-Act-As</c>), so one
/// token is enough.</summary>
internal sealed class HttpTarget : ITarget
{
    private const string ServiceName = "load";
    private static readonly WireContext Wire = WireContext.Default;

    private readonly HttpDoor _door;

    private HttpTarget(HttpDoor door, string description) => (_door, Description) = (door, description);

    /// <inheritdoc/>
    public string Description { get; }

    /// <summary>Signs in.</summary>
    /// <param name="address">Of the silo.</param>
    /// <param name="key">What tokens are signed with; null asks a silo in development mode for one.</param>
    /// <param name="clock">For the life of tokens.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="TargetException">There is no silo, or it gives no token.</exception>
    public static async Task<HttpTarget> ConnectAsync(
        Uri address, (string Kid, byte[] Secret)? key, TimeProvider clock, CancellationToken ct)
    {
        var door = new HttpDoor(address);
        try
        {
            door.Token = key is { } own
                ? ServiceToken.Sign(own.Kid, own.Secret, ServiceName, clock)
                : await DevelopmentTokenAsync(door, ct);
        }
        catch
        {
            door.Dispose();
            throw;
        }
        return new(door, $"a silo over HTTP{(address.IsLoopback ? ", on the same machine" : ", on another machine")}");
    }

    /// <inheritdoc/>
    public async Task<Reply<Done>> CreateGroupAsync(
        ConversationId id, IReadOnlyList<UserId> members, CancellationToken ct)
    {
        var group = new CreateGroupShape("group", id.Value, Values(members), "all");
        var made = await _door.CallAsync(
            HttpMethod.Post, "/v1/conversations", null, Json(group, Wire.CreateGroupShape), Wire.ConversationShape, ct);
        return made.Refused is { } refused ? refused : Done.Instance;
    }

    /// <inheritdoc/>
    public async Task<Reply<CreatedDirect>> CreateDirectAsync(UserId user, UserId with, CancellationToken ct)
    {
        var made = await _door.CallAsync(
            HttpMethod.Post, "/v1/conversations", user.Value,
            Json(new("direct", with.Value), Wire.CreateDirectShape), Wire.ConversationShape, ct);
        return made.Refused is { } refused ? refused : new CreatedDirect(new(made.Value!.Id));
    }

    /// <inheritdoc/>
    public async Task<Reply<Done>> ChangeMembersAsync(
        ConversationId id, IReadOnlyList<UserId> add, IReadOnlyList<UserId> remove, CancellationToken ct)
    {
        var done = await _door.CallAsync<object>(
            HttpMethod.Post, $"/v1/conversations/{id}/members", null,
            Json(new(Values(add), Values(remove)), Wire.ChangeMembersShape), shape: null, ct);
        return done.Refused is { } refused ? refused : Done.Instance;
    }

    /// <inheritdoc/>
    public async Task<Reply<Sent>> SendAsync(
        UserId sender, ConversationId id, SendKey key, MessageBody body, CancellationToken ct)
    {
        var sent = await _door.CallAsync(
            HttpMethod.Post, $"/v1/conversations/{id}/messages", sender.Value, Json(key, body), Wire.SentShape, ct);
        return sent.Refused is { } refused ? refused : new Sent(new(sent.Value!.Seq));
    }

    /// <inheritdoc/>
    public async Task<Reply<InboxPage>> SyncAsync(
        UserId user, DeviceId device, InboxQuery query, CancellationToken ct)
    {
        var cursor = query.Cursor is null ? "" : "&cursor=" + query.Cursor;
        var path = string.Create(
            CultureInfo.InvariantCulture,
            $"/v1/inbox?limit={query.Limit}&wait={(long)query.Wait.TotalMilliseconds}{cursor}");
        var page = await _door.CallAsync(HttpMethod.Get, path, $"{user}/{device}", null, Wire.InboxShape, ct);
        if (page.Refused is { } refused) return refused;

        var inbox = page.Value!;
        return new InboxPage(
            [.. inbox.Entries.Select(Item)], inbox.Cursor, inbox.More, inbox.Reset?.Reason == "trimmed");
    }

    /// <inheritdoc/>
    public async Task<Reply<OpenedStream>> StreamAsync(
        UserId user, DeviceId device, string? cursor, CancellationToken ct)
    {
        var opened = await _door.OpenAsync("/v1/inbox/stream", $"{user}/{device}", cursor, ct);
        return opened.Refused is { } refused ? refused : new OpenedStream(HttpEvents.ReadAsync(opened.Value!, ct));
    }

    /// <inheritdoc/>
    public Task<Reply<Messages>> RoamAsync(
        UserId user, ConversationId id, SeqNo? before, int limit, CancellationToken ct)
    {
        var anchor = before is { } seq ? string.Create(CultureInfo.InvariantCulture, $"&before={seq.Value}") : "";
        var path = string.Create(
            CultureInfo.InvariantCulture, $"/v1/conversations/{id}/messages?limit={limit}{anchor}");
        return MessagesAsync(user, path, ct);
    }

    /// <inheritdoc/>
    public Task<Reply<Messages>> SomeAsync(
        UserId user, ConversationId id, IReadOnlyList<SeqNo> seqs, CancellationToken ct) => MessagesAsync(
        user,
        $"/v1/conversations/{id}/messages?seqs="
            + string.Join(',', seqs.Select(seq => seq.Value.ToString(CultureInfo.InvariantCulture))),
        ct);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _door.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<string> DevelopmentTokenAsync(HttpDoor door, CancellationToken ct)
    {
        try
        {
            var token = await door.CallAsync(
                HttpMethod.Post, "/v1/dev/token", null,
                Json(new(ServiceName, Service: true), Wire.TokenRequestShape), Wire.TokenShape, ct);
            return token.Value?.Token ?? throw new TargetException("The silo gives no token now; try again.");
        }
        catch (TargetException closed) when (closed.Kind is "not-found" or "status-404")
        {
            throw new TargetException(
                closed.Kind,
                "The silo is not in development mode, or not on this machine: give a key of it with --key.", closed);
        }
    }

    private async Task<Reply<Messages>> MessagesAsync(UserId user, string path, CancellationToken ct)
    {
        var page = await _door.CallAsync(HttpMethod.Get, path, user.Value, null, Wire.MessagesShape, ct);
        return page.Refused is { } refused
            ? refused
            : new Messages([.. page.Value!.Messages.Select(message => new SeqNo(message.Seq))]);
    }

    /// <summary>What an entry says.</summary>
    internal static InboxItem Item(EntryShape entry) => entry switch
    {
        { Kind: "message", Message: { } message } => new(ItemKind.Message, new(message.Conversation), new(message.Seq)),
        { Kind: "advanced", Conversation: { } where, Head: { } head } => new(ItemKind.Advanced, new(where), new(head)),
        { Conversation: { } where } => new(ItemKind.Other, new(where), SeqNo.None),
        _ => new(ItemKind.Other, null, SeqNo.None),
    };

    private static string[] Values(IReadOnlyList<UserId> users) => [.. users.Select(user => user.Value)];

    private static byte[] Json<T>(T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> shape) =>
        JsonSerializer.SerializeToUtf8Bytes(value, shape);

    private static byte[] Json(SendKey key, MessageBody body)
    {
        var buffer = new ArrayBufferWriter<byte>(body.Bytes.Length + 128);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("sendKey", key.Value);
            if (body.IsText)
            {
                json.WriteString("body", body.Bytes.Span);
            }
            else
            {
                json.WriteBase64String("body", body.Bytes.Span);
                json.WriteString("encoding", "base64");
            }
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
