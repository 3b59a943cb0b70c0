using MessageSync.Storage.Sqlite.Engine;
using MessageSync.Timelines;

namespace MessageSync.Storage.Sqlite.Reads;

/// <summary>Reads messages that commands are about.</summary>
internal static class TargetReads
{
    /// <summary>A message as its commander sees it; null where they see none.</summary>
    public static MessageTarget? Read(Session session, ConversationId conversation, UserId? user, SeqNo seq)
    {
        if (ConversationReads.View(session, user, conversation) is not { } view) return null;

        var seen = user is null ? view.All() : view.Visible();
        if (!seen.Contains(seq)) return null;

        var message = MessageReads.Read(session, [new(conversation, seq, seq)], long.MaxValue);
        return new(
            message.Single(),
            MessageTarget.HasReturned(view)
                ? MemberReads.Returned(session, session.Conversations.Find(conversation.Value), seq)
                : []);
    }
}
