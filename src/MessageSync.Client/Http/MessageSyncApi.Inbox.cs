namespace MessageSync.Client;

/// <content>The Inbox, devices, and what backends do.</content>
public sealed partial class MessageSyncApi
{
    /// <summary>Entries after a cursor.</summary>
    /// <param name="cursor">Null for the device's ack.</param>
    /// <param name="limit">Most entries, 0 to 1000.</param>
    /// <param name="wait">How long the server may hold the answer until there is something; 0 to 60 s.</param>
    /// <param name="ack">Everything up to here is stored; null when there is nothing to say.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task<SyncReply> SyncAsync(
        string? cursor = null, int limit = 100, TimeSpan wait = default, string? ack = null,
        CancellationToken ct = default)
    {
        var path = Paths.Inbox + Paths.Query(
            ("cursor", cursor), ("limit", limit), ("wait", (long)wait.TotalMilliseconds), ("ack", ack));
        return _server.AskAsync<SyncReply>(ApiRequest.Get(path) with { Hold = wait }, ct);
    }

    /// <summary>Everything up to here is stored.</summary>
    /// <param name="cursor">The device's own.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task AckAsync(string cursor, CancellationToken ct = default) =>
        _server.DoAsync(
            ApiRequest.With(
                HttpMethod.Post, Paths.Inbox + "/ack", new AckBody(cursor), RequestJson.Default.AckBody),
            ct);

    /// <summary>
    /// What comes into the Inbox, as it comes. Begins with the first step of the enumeration and ends when the server
    /// ends it (after <see cref="StreamEvent.Conflict"/>, and with the token); cut off at any byte it throws
    /// <see cref="AnswerLostException"/> or ends, and of an incomplete event nothing is given.
    /// </summary>
    /// <param name="cursor">Entries after this; null for the device's ack.</param>
    /// <param name="ct">Ends the stream.</param>
    public IAsyncEnumerable<StreamEvent> StreamAsync(string? cursor = null, CancellationToken ct = default) =>
        EventStream.ReadAsync(_server, Paths.Inbox + "/stream" + Paths.Query(("cursor", cursor)), ct);

    /// <summary>The caller's devices.</summary>
    /// <param name="ct">Ends the wait.</param>
    public Task<DeviceList> DevicesAsync(CancellationToken ct = default) =>
        _server.AskAsync<DeviceList>(ApiRequest.Get("v1/devices"), ct);

    /// <summary>Forgets a device and its ack; an unknown one too.</summary>
    /// <param name="device">Which.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task ForgetDeviceAsync(string device, CancellationToken ct = default) =>
        _server.DoAsync(ApiRequest.Delete("v1/devices/" + Paths.Segment(device)), ct);

    /// <summary>Gives a user a system notification; services only.</summary>
    /// <param name="user">Whom.</param>
    /// <param name="sendKey">1 to 64 of the id alphabet; repeated under it within 7 days, it is the same one.</param>
    /// <param name="name">What kind: 1 to 100 characters.</param>
    /// <param name="body">At most 4 KiB of UTF-8.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task<NotifyReceipt> NotifyAsync(
        string user, string sendKey, string name, string body, CancellationToken ct = default) =>
        _server.AskAsync<NotifyReceipt>(
            ApiRequest.With(
                HttpMethod.Post, $"v1/users/{Paths.Segment(user)}/notifications",
                new NotifyBody(sendKey, Text(name), Text(body)), RequestJson.Default.NotifyBody),
            ct);

    /// <summary>What became of a message for a user's device; services only.</summary>
    /// <param name="user">Whose Inbox.</param>
    /// <param name="device">Which device; null for none in particular.</param>
    /// <param name="conversation">Where.</param>
    /// <param name="seq">Which message.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task<Explanation> ExplainAsync(
        string user, string? device, string conversation, long seq, CancellationToken ct = default) =>
        _server.AskAsync<Explanation>(
            ApiRequest.Get("v1/explain" + Paths.Query(
                ("user", user), ("device", device), ("conversation", conversation), ("seq", seq))),
            ct);
}
