namespace MessageSync.Grains;

/// <summary>Whoever waits for news. A hint carries only a position and may be lost: that costs delay, never data.</summary>
public interface IHints
{
    /// <summary>An Inbox has something new.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="head">Its last place.</param>
    void InboxMoved(UserId owner, InboxSeqNo head);

    /// <summary>A large group moved on.</summary>
    /// <param name="conversation">Which.</param>
    /// <param name="change">Its last change.</param>
    void GroupMoved(ConversationId conversation, ChangeNo change);
}
