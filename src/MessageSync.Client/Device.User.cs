namespace MessageSync.Client;

/// <content>What a user does.</content>
public sealed partial class Device
{
    /// <summary>Puts a command into the outbox. It survives a restart and is repeated until it is answered.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="command">What. A send whose key waits in this conversation already is that one.</param>
    /// <returns>The item of the outbox.</returns>
    public OutboxItem Submit(string conversation, DeviceCommand command)
    {
        ArgumentException.ThrowIfNullOrEmpty(conversation);
        ArgumentNullException.ThrowIfNull(command);
        if (command is DeviceCommand.Send send && Outbox(conversation).FirstOrDefault(IsSame) is { } same) return same;

        var item = new OutboxItem(State.LastOutboxNo + 1, conversation, command);
        Do(draft =>
        {
            draft.Put(item);
            draft.State = draft.State with { LastOutboxNo = item.No };
        });
        return item;

        bool IsSame(OutboxItem other) => other.Command is DeviceCommand.Send(var key, _, _, _) && key == send.SendKey;
    }

    /// <summary>Tries a failed command again, under the same sendKey and in its old place.</summary>
    /// <param name="no">Its number; of any other item nothing happens.</param>
    public void Retry(long no)
    {
        if (_memory.Outbox.GetValueOrDefault(no) is { Status: OutboxStatus.Failed } item)
            Do(draft => draft.Put(item with { Status = OutboxStatus.Waiting, Problem = null }));
    }

    /// <summary>Gives up a command. What is under way may have been done all the same.</summary>
    /// <param name="no">Its number; of an unknown one nothing happens.</param>
    public void Discard(long no) => Do(draft => draft.RemoveOutbox(no));

    /// <summary>A screen wants a page of the history. Not stored: a screen that still wants it after a restart asks
    /// again.</summary>
    /// <param name="conversation">Which.</param>
    /// <param name="anchor">Where; for a hole of <see cref="MessagesView.Holes"/> <c>Before(hole.To + 1)</c>.</param>
    public void Want(string conversation, RoamAnchor anchor)
    {
        ArgumentException.ThrowIfNullOrEmpty(conversation);
        ArgumentNullException.ThrowIfNull(anchor);
        _wishes.Want(conversation, anchor);
    }

    /// <summary>A screen opens a conversation: it is shown anew. So a former member learns of edits.</summary>
    /// <param name="conversation">Which; an unknown one becomes known if the user may see it.</param>
    public void Open(string conversation)
    {
        ArgumentException.ThrowIfNullOrEmpty(conversation);
        Do(draft =>
        {
            var known = draft.Conversation(conversation);
            draft.Put(known with { Todo = known.Todo with { Show = true } });
        });
    }

    /// <summary>The user has seen a notification.</summary>
    /// <param name="cursor">The notification's.</param>
    public void Dismiss(string cursor) => Do(draft => draft.Dismiss(cursor));
}
