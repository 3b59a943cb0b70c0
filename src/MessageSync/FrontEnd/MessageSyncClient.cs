using System.Text;
using MessageSync.Grains;
using MessageSync.Inboxes;
using MessageSync.Storage;
using MessageSync.Timelines;
using Microsoft.Extensions.Hosting;

namespace MessageSync.FrontEnd;

/// <summary>Routes calls to grains. It knows no store, so it may sit in another process.</summary>
internal sealed class MessageSyncClient(
    IGrains grains, InboxWaits waits, InboxStreams streams, ISignals signals, MessageSyncOptions options,
    TimeProvider clock, FrontEndMetrics metrics,
    IHostApplicationLifetime? lifetime = null) : IMessageSync
{
    public Task<Answer<CreatedConversation>> CreateGroupAsync(
        Caller caller, ConversationId id, NewGroup group, CancellationToken ct = default)
    {
        if (id.Value.StartsWith(DirectConversation.Prefix, StringComparison.Ordinal))
            return Refused<CreatedConversation>(new Refusal.InvalidId("id"));
        if ((Bad(group.Title) ?? Bad(group.Members, "members")) is { } bad) return Refused<CreatedConversation>(bad);
        if (caller.IsService && group.Members.Count == 0)
            return Refused<CreatedConversation>(new Refusal.InvalidRequest("members", "at least one user, the owner"));

        return CreateAsync(
            id, new(caller, ConversationKind.Group, group.History, group.Title, group.Members), ct);
    }

    public Task<Answer<CreatedConversation>> CreateDirectAsync(
        Caller caller, UserId with, CancellationToken ct = default) => caller.IsService
        ? Refused<CreatedConversation>(new Refusal.Forbidden())
        : CreateAsync(
            DirectConversation.IdOf(caller.User, with),
            new(caller, ConversationKind.Direct, HistoryPolicy.All, null, [with]), ct);

    public Task<Answer<Conversation>> ShowAsync(Caller caller, ConversationId id, CancellationToken ct = default) =>
        grains.Directory.ShowAsync(caller, id, ct);

    public async Task<Answer<Conversation>> ChangeAsync(
        Caller caller, ConversationId id, string title, CancellationToken ct = default)
    {
        if (Bad(title) is { } bad) return bad;

        var changed = await WriteAsync(grains.Timeline(id).ChangeAsync(new ChangeTitle(caller, title)), ct);
        return changed.Refusal is { } refusal ? refusal : await ShowAsync(caller, id, ct);
    }

    public Task<Answer<ConversationList>> ListAsync(
        Caller caller, ListQuery query, CancellationToken ct = default) => caller.IsService
        ? Refused<ConversationList>(new Refusal.Forbidden())
        : OutOf(query.Limit, 1, Limits.ListPageMax, "limit") is { } bad ? Refused<ConversationList>(bad)
        : grains.Directory.ListAsync(caller.User, query, ct);

    public Task<Answer<MembersPage>> MembersAsync(
        Caller caller, ConversationId id, UserId? after = null, int limit = 100, CancellationToken ct = default) =>
        OutOf(limit, 1, Limits.MembersPageMax, "limit") is { } bad ? Refused<MembersPage>(bad)
        : grains.Timeline(id).MembersAsync(caller, after, limit, ct);

    public Task<Answer<Done>> ChangeMembersAsync(
        Caller caller, ConversationId id, IReadOnlyList<UserId> add, IReadOnlyList<UserId> remove,
        CancellationToken ct = default)
    {
        if (add.Count + remove.Count > Limits.MembersPerCallMax || add.Intersect(remove).Any())
            return Refused<Done>(new Refusal.InvalidRequest(
                "add", $"at most {Limits.MembersPerCallMax} users together, nobody both added and removed"));

        return ChangeAsync(id, new ChangeMembers(caller, [.. add.Distinct()], [.. remove.Distinct()]), ct);
    }

    public Task<Answer<Done>> PutMemberAsync(
        Caller caller, ConversationId id, UserId user, MemberRole? role = null, CancellationToken ct = default) =>
        ChangeAsync(id, new PutMember(caller, user, role), ct);

    public Task<Answer<Done>> RemoveMemberAsync(
        Caller caller, ConversationId id, UserId user, CancellationToken ct = default) =>
        ChangeAsync(id, new RemoveMember(caller, user), ct);

    public Task<Answer<SendReceipt>> SendAsync(
        Caller caller, ConversationId id, SendKey key, MessageBody body, CancellationToken ct = default) =>
        metrics.HearsSends ? MeasureSendAsync(id, new(caller, key, body), ct) : SendAsync(id, new(caller, key, body), ct);

    public async Task<Answer<Message>> EditAsync(
        Caller caller, ConversationId id, SeqNo seq, MessageBody body, int version, CancellationToken ct = default)
    {
        if (Bad(body) is { } bad) return bad;
        if (version < 0) return new Refusal.InvalidRequest("version", "0 or more");

        var edited = await ChangeAsync(id, new EditMessage(caller, seq, body, version), ct);
        // It is stored, whatever the caller has hidden or left since: the answer must not be a refusal.
        return edited.Refusal is { } refusal ? refusal : await OneAsync(caller with { IsService = true }, id, seq, ct);
    }

    public Task<Answer<Done>> RecallAsync(
        Caller caller, ConversationId id, SeqNo seq, CancellationToken ct = default) =>
        ChangeAsync(id, new RecallMessage(caller, seq), ct);

    public Task<Answer<Done>> HideAsync(
        Caller caller, ConversationId id, SeqRange range, bool unlist = false, CancellationToken ct = default) =>
        caller.IsService ? Refused<Done>(new Refusal.Forbidden())
        : range.From < new SeqNo(1) ? Refused<Done>(new Refusal.InvalidRequest("from", "1 or more"))
        : range.IsEmpty ? Refused<Done>(new Refusal.InvalidRequest("to", "not below from"))
        : WriteAsync(grains.Inbox(caller.User).HideAsync(id, range, unlist), ct);

    public Task<Answer<HiddenRanges>> HiddenAsync(Caller caller, ConversationId id, CancellationToken ct = default) =>
        grains.Timeline(id).HiddenAsync(caller, ct);

    public async Task<Answer<Done>> ReadAsync(
        Caller caller, ConversationId id, SeqNo upTo, bool unread = false, CancellationToken ct = default)
    {
        var moved = await ChangeAsync(id, new MoveRead(caller, upTo), ct);
        return moved.Refusal is not null ? moved
            : await WriteAsync(grains.Inbox(caller.User).MarkUnreadAsync(id, unread), ct);
    }

    public Task<Answer<MutationsPage>> MutationsAsync(
        Caller caller, ConversationId id, ChangeNo after, int limit = 100, CancellationToken ct = default) =>
        OutOf(limit, 0, Limits.MutationsPageMax, "limit") is { } bad ? Refused<MutationsPage>(bad)
        : grains.Timeline(id).MutationsAsync(caller, after, limit, ct);

    public Task<Answer<RoamingPage>> RoamAsync(
        Caller caller, ConversationId id, RoamingAnchor anchor, int limit = 50, CancellationToken ct = default) =>
        OutOf(limit, 0, Limits.RoamingPageMax, "limit") is { } bad ? Refused<RoamingPage>(bad)
        : metrics.RoamAsync(grains.Timeline(id), caller, anchor, limit, ct);

    public Task<Answer<SomeMessages>> SomeAsync(
        Caller caller, ConversationId id, IReadOnlyList<SeqNo> seqs, CancellationToken ct = default) =>
        OutOf(seqs.Count, 1, Limits.RoamingPageMax, "seqs") is { } bad ? Refused<SomeMessages>(bad)
        : grains.Timeline(id).SomeAsync(caller, [.. seqs.Distinct()], ct);

    public async Task<Answer<Message>> OneAsync(
        Caller caller, ConversationId id, SeqNo seq, CancellationToken ct = default)
    {
        var some = await grains.Timeline(id).SomeAsync(caller, [seq], ct);
        return some.Refusal is { } refusal ? refusal
            : some.Value!.Messages is [var message] ? message
            : new Refusal.MessageNotFound();
    }

    public async Task<Answer<SyncReply>> SyncAsync(Caller caller, SyncQuery query, CancellationToken ct = default)
    {
        if (caller.IsService) return new Refusal.Forbidden();
        if (OutOf(query.Limit, 0, Limits.SyncPageMax, "limit") is { } bad) return bad;
        if (query.Wait < TimeSpan.Zero || query.Wait > TimeSpan.FromMinutes(1))
            return new Refusal.InvalidRequest("wait", "0 to 60000 ms");
        if (caller.Device is null && (query.Cursor is null || query.Ack is not null)) return new Refusal.DeviceRequired();
        if (!TryParse(query.Cursor, caller.User, out var asked) || !TryParse(query.Ack, caller.User, out var ack))
            return new Refusal.CursorInvalid();

        var page = await waits.SyncAsync(
            caller.User, new(caller.Device, asked, ack, query.Limit), query.Wait, Stopping, ct);
        return page.Refusal is { } refusal ? refusal : ShownPage.Of(page.Value!, caller.User);
    }

    public Task<Answer<Done>> AckAsync(Caller caller, string cursor, CancellationToken ct = default)
    {
        if (caller.IsService) return Refused<Done>(new Refusal.Forbidden());
        if (caller.Device is not { } device) return Refused<Done>(new Refusal.DeviceRequired());

        return InboxCursor.TryParse(cursor, caller.User, out var position)
            ? WriteAsync(grains.Inbox(caller.User).AckAsync(device, position), ct)
            : Refused<Done>(new Refusal.CursorInvalid());
    }

    public async Task<Answer<IInboxStream>> StreamAsync(Caller caller, string? cursor, CancellationToken ct = default)
    {
        if (caller.IsService) return new Refusal.Forbidden();
        if (caller.Device is not { } device) return new Refusal.DeviceRequired();
        if (!TryParse(cursor, caller.User, out var asked)) return new Refusal.CursorInvalid();

        return await streams.OpenAsync(caller.User, device, asked, Stopping, ct);
    }

    public async Task<Answer<Done>> SignalAsync(
        Caller caller, ConversationId id, string name, string? body = null, CancellationToken ct = default)
    {
        if (OutOf(name.Length, 1, Limits.SignalNameLengthMax, "name") is { } badName) return badName;
        if (OutOf(Encoding.UTF8.GetByteCount(body ?? ""), 0, Limits.SignalBytesMax, "body") is { } badBody) return badBody;

        var audience = await grains.Timeline(id).AudienceAsync(caller, ct);
        if (audience.Refusal is { } refusal) return refusal;
        if (await grains.Inbox(caller.User).SignalAsync() is { For: var pause }) return new Refusal.RateLimited(pause);

        var at = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
        signals.Tell(audience.Value!.Users, new(id, caller.User, name, body, at));
        return Done.Instance;
    }

    public Task<Answer<NotifyReceipt>> NotifyAsync(
        Caller caller, UserId user, EntryContent.Notification notification, CancellationToken ct = default)
    {
        if (!caller.IsService) return Refused<NotifyReceipt>(new Refusal.Forbidden());
        if (OutOf(notification.Name.Length, 1, Limits.NotificationNameLengthMax, "name") is { } name)
            return Refused<NotifyReceipt>(name);
        if (OutOf(Encoding.UTF8.GetByteCount(notification.Body), 0, Limits.NotificationBytesMax, "body") is { } body)
            return Refused<NotifyReceipt>(body);

        return WriteAsync(grains.Inbox(user).NotifyAsync(notification), ct);
    }

    public Task<Answer<Explanation>> ExplainAsync(
        Caller caller, UserId user, DeviceId? device, ConversationId id, SeqNo seq, CancellationToken ct = default) =>
        caller.IsService
            ? grains.Inbox(user).ExplainAsync(device, id, seq, ct)
            : Refused<Explanation>(new Refusal.Forbidden());

    public async Task<Answer<DeviceList>> DevicesAsync(Caller caller, CancellationToken ct = default)
    {
        if (caller.IsService) return new Refusal.Forbidden();

        var devices = await grains.Inbox(caller.User).DevicesAsync();
        return new DeviceList([.. devices.Select(device =>
            new ShownDevice(device.Device, device.Acked?.Text(caller.User), device.LastSeenAt))]);
    }

    public async Task<Answer<Done>> ForgetDeviceAsync(Caller caller, DeviceId device, CancellationToken ct = default)
    {
        if (caller.IsService) return new Refusal.Forbidden();

        await grains.Inbox(caller.User).ForgetDeviceAsync(device);
        return Done.Instance;
    }

    private CancellationToken Stopping => lifetime?.ApplicationStopping ?? CancellationToken.None;

    private Task<Answer<SendReceipt>> SendAsync(ConversationId id, SendMessage message, CancellationToken ct) =>
        Bad(message.Body) is { } bad ? Refused<SendReceipt>(bad) : WriteAsync(grains.Timeline(id).SendAsync(message), ct);

    private async Task<Answer<SendReceipt>> MeasureSendAsync(
        ConversationId id, SendMessage message, CancellationToken ct)
    {
        var call = FrontEndMetrics.BeginSend(id);
        try
        {
            var answer = await SendAsync(id, message, ct);
            metrics.Sent(call, answer);
            return answer;
        }
        catch (Exception failure)
        {
            metrics.SendFailed(call, failure);
            throw;
        }
    }

    private async Task<Answer<CreatedConversation>> CreateAsync(
        ConversationId id, CreateConversation command, CancellationToken ct)
    {
        var created = await WriteAsync(grains.Timeline(id).CreateAsync(command), ct);
        if (created.Refusal is { } refusal) return refusal;

        var shown = await ShowAsync(command.Caller, id, ct);
        return shown.Refusal is { } hidden ? hidden : new CreatedConversation(shown.Value!, created.Value!.IsNew);
    }

    private Task<Answer<Done>> ChangeAsync(ConversationId id, TimelineCommand command, CancellationToken ct) =>
        WriteAsync(grains.Timeline(id).ChangeAsync(command), ct);

    /// <summary>Waits for a write, but not for ever: what is not known by then may be stored yet.</summary>
    private async Task<Answer<T>> WriteAsync<T>(Task<Answer<T>> write, CancellationToken ct) where T : class
    {
        try
        {
            return await write.WaitAsync(options.WriteTimeout, clock, ct);
        }
        catch (TimeoutException late)
        {
            throw new StoreUnavailableException("The store did not answer in time; repeating is safe.", late);
        }
        catch (StoreOverloadedException)
        {
            return new Refusal.Overloaded(TimeSpan.FromSeconds(1));
        }
    }

    private static bool TryParse(string? text, UserId owner, out InboxCursor? cursor)
    {
        cursor = null;
        if (text is null) return true;
        if (!InboxCursor.TryParse(text, owner, out var parsed)) return false;

        cursor = parsed;
        return true;
    }

    private static Refusal.InvalidRequest? Bad(string? title) => title is null ? null
        : OutOf(title.Length, 0, Limits.TitleLengthMax, "title");

    private static Refusal.InvalidRequest? Bad(MessageBody body) =>
        OutOf(body.Bytes.Length, 0, Limits.BodyBytesMax, "body")
        ?? OutOf(body.ContentType.Length, 0, Limits.ContentTypeLengthMax, "contentType");

    private static Refusal.InvalidRequest? Bad(IReadOnlyList<UserId> users, string field) =>
        OutOf(users.Count, 0, Limits.MembersPerCallMax, field);

    private static Refusal.InvalidRequest? OutOf(int value, int min, int max, string field) =>
        value >= min && value <= max ? null : new(field, $"{min} to {max}");

    private static Task<Answer<T>> Refused<T>(Refusal refusal) where T : class => Task.FromResult<Answer<T>>(refusal);
}
