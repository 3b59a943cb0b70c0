namespace MessageSync.Client;

/// <content>Messages and the caller's view of them.</content>
public sealed partial class MessageSyncApi
{
    /// <summary>Sends a message; repeated under its key, it is the same message.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="send">What, and under which key.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task<SendReceipt> SendAsync(string conversation, DeviceCommand.Send send, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(send);
        var body = new SendBody(send.SendKey, Text(send.Body), send.ContentType, send.Encoding);
        return _server.AskAsync<SendReceipt>(
            ApiRequest.With(HttpMethod.Post, Paths.Messages(conversation), body, RequestJson.Default.SendBody), ct);
    }

    /// <summary>A page of the history, ascending.</summary>
    /// <param name="conversation">Of which.</param>
    /// <param name="anchor">Where the page begins; null for the newest.</param>
    /// <param name="limit">Most messages, 0 to 200.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task<RoamingPage> RoamAsync(
        string conversation, RoamAnchor? anchor = null, int limit = 50, CancellationToken ct = default)
    {
        var (name, value) = anchor switch
        {
            RoamAnchor.Before(var seq) => ("before", (object)seq),
            RoamAnchor.After(var seq) => ("after", seq),
            RoamAnchor.Around(var seq) => ("around", seq),
            RoamAnchor.At(var time) => ("at", Time(time)),
            _ => ("before", (object?)null),
        };
        return _server.AskAsync<RoamingPage>(
            ApiRequest.Get(Paths.Messages(conversation) + Paths.Query((name, value), ("limit", limit))), ct);
    }

    /// <summary>One message.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="seq">Which, from 1.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task<Message> OneAsync(string conversation, long seq, CancellationToken ct = default) =>
        _server.AskAsync<Message>(ApiRequest.Get(Paths.Message(conversation, seq)), ct);

    /// <summary>Certain messages.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="seqs">Which; 1 to 200.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task<SomeMessages> SomeAsync(
        string conversation, IReadOnlyList<long> seqs, CancellationToken ct = default) =>
        _server.AskAsync<SomeMessages>(
            ApiRequest.Get(Paths.Messages(conversation) + Paths.Query(("seqs", string.Join(',', seqs)))), ct);

    /// <summary>Replaces the body of one's own message.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="edit">Which, and by what.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>The message as it is now.</returns>
    public Task<Message> EditAsync(string conversation, DeviceCommand.Edit edit, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(edit);
        var body = new EditBody(Text(edit.Body), edit.ContentType, edit.Encoding, edit.Version);
        return _server.AskAsync<Message>(
            ApiRequest.With(
                HttpMethod.Put, Paths.Message(conversation, edit.Seq), body, RequestJson.Default.EditBody),
            ct);
    }

    /// <summary>Takes a message back for everybody.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="seq">Which.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task RecallAsync(string conversation, long seq, CancellationToken ct = default) =>
        _server.DoAsync(ApiRequest.Delete(Paths.Message(conversation, seq)), ct);

    /// <summary>Hides messages from the caller's own view, on all devices.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="hide">Which.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task HideAsync(string conversation, DeviceCommand.Hide hide, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(hide);
        var body = new HideBody(hide.From, hide.To, hide.Unlist);
        return _server.DoAsync(
            ApiRequest.With(
                HttpMethod.Put, Paths.Conversation(conversation) + "/hidden", body, RequestJson.Default.HideBody),
            ct);
    }

    /// <summary>What the caller hid.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task<HiddenRanges> HiddenAsync(string conversation, CancellationToken ct = default) =>
        _server.AskAsync<HiddenRanges>(ApiRequest.Get(Paths.Conversation(conversation) + "/hidden"), ct);

    /// <summary>Messages that changed.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="after">The last mutation known; 0 for none.</param>
    /// <param name="limit">Most messages, 0 to 200.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task<MutationsPage> MutationsAsync(
        string conversation, long after = 0, int limit = 100, CancellationToken ct = default) =>
        _server.AskAsync<MutationsPage>(
            ApiRequest.Get(
                Paths.Conversation(conversation) + "/mutations" + Paths.Query(("after", after), ("limit", limit))),
            ct);

    /// <summary>Moves the caller's read position.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="read">How far.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task ReadAsync(string conversation, DeviceCommand.Read read, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(read);
        return _server.DoAsync(
            ApiRequest.With(
                HttpMethod.Put, Paths.Conversation(conversation) + "/read", new ReadBody(read.UpTo, read.Unread),
                RequestJson.Default.ReadBody),
            ct);
    }

    /// <summary>Tells the members' open streams something that is stored nowhere.</summary>
    /// <param name="conversation">Where; of at most 500 members.</param>
    /// <param name="name">What kind: 1 to 100 characters.</param>
    /// <param name="body">At most 1 KiB; null for none.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task SignalAsync(string conversation, string name, string? body = null, CancellationToken ct = default) =>
        _server.DoAsync(
            ApiRequest.With(
                HttpMethod.Post, Paths.Conversation(conversation) + "/signals",
                new SignalBody(Text(name), body is null ? null : Text(body)), RequestJson.Default.SignalBody),
            ct);

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
