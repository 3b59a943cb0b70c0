using System.Diagnostics;
using System.Globalization;

namespace MessageSync.Http;

/// <summary>The table from refusals to problems.</summary>
internal static class RefusalProblems
{
    public static Problem Of(Refusal refusal) => refusal switch
    {
        Refusal.InvalidRequest(var field, var expected) =>
            HttpProblems.InvalidRequest(field, $"Correct '{field}': {expected}."),
        Refusal.InvalidId(var field) => new Problem(
            "invalid-id", 400, "Something that should be an id is none.",
            $"Give '{field}' 1 to 128 of the characters A-Z a-z 0-9 . _ - : @ (not '.' or '..'; "
            + "'direct:' begins only the server's own conversation ids).").With("field", field),
        Refusal.DeviceRequired => new(
            "device-required", 400, "The token names no device.",
            "Use a token with a device claim, or MessageSync-Act-As: user/device; or give sync a cursor and no ack."),
        Refusal.CursorInvalid => new(
            "cursor-invalid", 400, "This is no cursor of the caller's Inbox.",
            "Use a cursor that this user's sync gave, unchanged; or leave it out to begin at the device's ack."),
        Refusal.Forbidden => new(
            "forbidden", 403, "The caller has no right to this.",
            "Ask an owner of the group, or use a token (or MessageSync-Act-As) of somebody who may do it."),
        Refusal.NotAMember => new(
            "not-a-member", 403, "The caller is not a member any more.",
            "Read what was visible until leaving, or ask an owner to be added again."),
        Refusal.ConversationNotFound => new(
            "conversation-not-found", 404, "There is no such conversation for the caller.",
            "Check the id; if it is right, ask a member to add you."),
        Refusal.MessageNotFound => new(
            "message-not-found", 404, "There is no such message for the caller.",
            "Roam the conversation to see which messages there are."),
        Refusal.ConversationExists => new(
            "conversation-exists", 409, "The id is taken by another conversation.",
            "Choose another id: the existing one has another kind, history or creator."),
        Refusal.DirectConversation => new(
            "direct-conversation", 409, "A direct conversation keeps its members and has no title.",
            "Create a group for this."),
        Refusal.ConversationFull(var max) => new Problem(
            "conversation-full", 409, "The conversation is full.",
            $"Remove members first: it may have at most {max}.").With("membersMax", max),
        Refusal.SendKeyReused(var seq) => SendKeyReused(seq),
        Refusal.VersionConflict(var version) => new Problem(
            "version-conflict", 409, "The message was edited since.",
            "Read the message, and edit the version that it has now.").With("version", version),
        Refusal.Recalled => new(
            "recalled", 409, "The message is recalled.", "Send a new message: a recalled one stays a tombstone."),
        Refusal.RecallWindowOver(var window) => new Problem(
            "recall-window-over", 409, "It is too late to recall the message.",
            "Ask an owner of the group, or hide it for yourself.").With("windowSeconds", (long)window.TotalSeconds),
        Refusal.BeyondHead(var head) => new Problem(
            "beyond-head", 422, "The position does not exist yet.",
            "Use a position up to 'head'.").With("head", NumberOrCursor(head)),
        Refusal.RateLimited(var after) => new(
            "rate-limited", 429, "Too many at once.", "Repeat the request after the time in Retry-After.")
        {
            RetryAfter = after,
        },
        Refusal.Overloaded(var after) => Overloaded(after),
        _ => throw new UnreachableException($"{refusal.GetType().Name} has no problem."),
    };

    public static Problem Overloaded(TimeSpan retryAfter) => new(
        "overloaded", 503, "The server has too much to do; nothing was stored.",
        "Repeat the request after the time in Retry-After.")
    {
        RetryAfter = retryAfter,
    };

    private static Problem SendKeyReused(SeqNo seq)
    {
        var problem = new Problem(
            "send-key-reused", 409, "The sendKey names something else already.",
            "Use a new sendKey (a UUID) for a new message; repeat a send with exactly what was sent first.");
        return seq == SeqNo.None ? problem : problem.With("seq", seq.Value);
    }

    private static object NumberOrCursor(string head) =>
        head.Length < InboxCursorLength
        && long.TryParse(head, NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            ? seq
            : head;

    private const int InboxCursorLength = Inboxes.InboxCursor.Length;
}
