namespace MessageSync.Client;

/// <content>What a user does, and what screens show: see <see cref="Device"/>, one method each.</content>
public sealed partial class DeviceSession
{
    /// <summary>Puts a command into the outbox. It survives a restart and is repeated until it is answered.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="command">What. A send whose key waits in this conversation already is that one.</param>
    /// <param name="ct">Ends the wait for the store.</param>
    /// <returns>The item of the outbox; it is stored.</returns>
    /// <exception cref="ArgumentException">The text has half a character, or the id can be none.</exception>
    public Task<OutboxItem> SubmitAsync(string conversation, DeviceCommand command, CancellationToken ct = default)
    {
        Paths.Segment(conversation);
        if (command is DeviceCommand.Send send) MessageSyncApi.Text(send.Body);
        if (command is DeviceCommand.Edit edit) MessageSyncApi.Text(edit.Body);
        return DoAsync(device => device.Submit(conversation, command), ct);
    }

    /// <summary>Sends a text under a fresh key.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="text">At most 64 KiB of UTF-8.</param>
    /// <param name="ct">Ends the wait for the store.</param>
    /// <returns>The item of the outbox; it is stored.</returns>
    public Task<OutboxItem> SendAsync(string conversation, string text, CancellationToken ct = default) =>
        SubmitAsync(conversation, new DeviceCommand.Send(Guid.NewGuid().ToString("N"), text), ct);

    /// <summary>Tries a failed command again, under the same sendKey and in its old place.</summary>
    /// <param name="no">Its number; of any other item nothing happens.</param>
    /// <param name="ct">Ends the wait for the store.</param>
    public Task RetryAsync(long no, CancellationToken ct = default) => DoAsync(device => device.Retry(no), ct);

    /// <summary>Gives up a command. What is under way may have been done all the same.</summary>
    /// <param name="no">Its number; of an unknown one nothing happens.</param>
    /// <param name="ct">Ends the wait for the store.</param>
    public Task DiscardAsync(long no, CancellationToken ct = default) => DoAsync(device => device.Discard(no), ct);

    /// <summary>A screen wants a page of the history. Not stored: a screen that still wants it after a restart asks
    /// again.</summary>
    /// <param name="conversation">Which.</param>
    /// <param name="anchor">Where; for a hole of <see cref="MessagesView.Holes"/> <c>Before(hole.To + 1)</c>.</param>
    /// <param name="ct">Ends the wait for the store.</param>
    public Task WantAsync(string conversation, RoamAnchor anchor, CancellationToken ct = default)
    {
        Paths.Segment(conversation);
        return DoAsync(device => device.Want(conversation, anchor), ct);
    }

    /// <summary>A screen opens a conversation: it is shown anew. So a former member learns of edits.</summary>
    /// <param name="conversation">Which; an unknown one becomes known if the user may see it.</param>
    /// <param name="ct">Ends the wait for the store.</param>
    public async Task OpenAsync(string conversation, CancellationToken ct = default)
    {
        Paths.Segment(conversation);
        await DoAsync(device => device.Open(conversation), ct).ConfigureAwait(false);
        _requests.Interrupt();
    }

    /// <summary>The user has seen a notification.</summary>
    /// <param name="cursor">The notification's.</param>
    /// <param name="ct">Ends the wait for the store.</param>
    public Task DismissAsync(string cursor, CancellationToken ct = default) =>
        DoAsync(device => device.Dismiss(cursor), ct);

    /// <summary>The list: newest first, ties by id; unlisted ones are left out until a newer message.</summary>
    /// <param name="ct">Ends the wait for the store.</param>
    public Task<IReadOnlyList<ConversationView>> ConversationsAsync(CancellationToken ct = default) =>
        _device.UseAsync(device => device.Conversations(), ct);

    /// <summary>One conversation, unlisted or not; null when it is not known.</summary>
    /// <param name="id">Which.</param>
    /// <param name="ct">Ends the wait for the store.</param>
    public Task<ConversationView?> ConversationAsync(string id, CancellationToken ct = default) =>
        _device.UseAsync(device => device.Conversation(id), ct);

    /// <summary>The newest stored messages of a conversation.</summary>
    /// <param name="id">Which; of an unknown one nothing.</param>
    /// <param name="before">Only those below this; null for the newest.</param>
    /// <param name="limit">Most messages, from 1.</param>
    /// <param name="ct">Ends the wait for the store.</param>
    public Task<MessagesView> MessagesAsync(
        string id, long? before = null, int limit = 50, CancellationToken ct = default) =>
        _device.UseAsync(device => device.Messages(id, before, limit), ct);

    /// <summary>The known present members of a conversation.</summary>
    /// <param name="id">Which; of an unknown one nobody.</param>
    /// <param name="ct">Ends the wait for the store.</param>
    public Task<MembersView> MembersAsync(string id, CancellationToken ct = default) =>
        _device.UseAsync(device => device.Members(id), ct);

    /// <summary>What is under way in a conversation, in order; failed commands stay until retried or
    /// discarded.</summary>
    /// <param name="id">Null for all conversations.</param>
    /// <param name="ct">Ends the wait for the store.</param>
    public Task<IReadOnlyList<OutboxItem>> OutboxAsync(string? id = null, CancellationToken ct = default) =>
        _device.UseAsync(device => device.Outbox(id), ct);

    /// <summary>Notifications that were not dismissed, oldest first.</summary>
    /// <param name="ct">Ends the wait for the store.</param>
    public Task<IReadOnlyList<NotificationEntry>> NotificationsAsync(CancellationToken ct = default) =>
        _device.UseAsync(device => device.Notifications(), ct);

    private async Task<T> DoAsync<T>(Func<Device, T> act, CancellationToken ct)
    {
        var done = await _device.UseAsync(act, ct).ConfigureAwait(false);
        _requests.Wake();
        return done;
    }

    private async Task DoAsync(Action<Device> act, CancellationToken ct)
    {
        await _device.UseAsync(act, ct).ConfigureAwait(false);
        _requests.Wake();
    }
}
