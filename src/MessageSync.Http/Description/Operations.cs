using static MessageSync.Http.QueryParameter;

namespace MessageSync.Http;

/// <summary>Every operation as the OpenAPI document tells it.</summary>
internal static class Operations
{
    private const string Conversations = "Conversations";
    private const string MembersTag = "Members";
    private const string Messages = "Messages";
    private const string Inbox = "Inbox";
    private const string Backend = "Backend";
    private const string Development = "Development";
    private const string Health = "Health";
    private const string Unseen = "conversation-not-found";

    public static Operation Create { get; } = new("createConversation", Conversations, "Create a conversation")
    {
        Description = "A group by an id of your choice, or the direct conversation with somebody. The caller is a "
            + "member; in a group the owner. Repeating it is safe.",
        Body = typeof(CreateRequest),
        Answers = [new(201, typeof(ConversationShape), "Created."), new(200, typeof(ConversationShape), "It existed.")],
        Problems = ["conversation-exists", "conversation-full"],
    };

    public static Operation List { get; } = new("listConversations", Conversations, "List my conversations")
    {
        Query =
        [
            Number("limit", "Conversations of a page.", 1, 200, 50),
            Text("page", "The nextPage of the page before; the other parameters then stay as they were."),
            Word("sort", "Newest headAt first as of the first page, or by id.", "recent", "id"),
            Word("left", "Whether those that I left come too.", "true", "false"),
            Text("lostAfter", "A cursor: at least what changed after it, left and unlisted ones included."),
        ],
        Answers = [new(200, typeof(ConversationListShape), "A page.")],
        Problems = ["cursor-invalid"],
    };

    public static Operation Show { get; } = new("showConversation", Conversations, "Show a conversation")
    {
        Answers = [new(200, typeof(ConversationShape), "The conversation.")],
        Problems = [Unseen],
    };

    public static Operation Change { get; } = new("changeConversation", Conversations, "Change a group's title")
    {
        Description = "For an owner or a service.",
        Body = typeof(ChangeRequest),
        Answers = [new(200, typeof(ConversationShape), "The conversation as it is now.")],
        Problems = [Unseen, "not-a-member", "direct-conversation"],
    };

    public static Operation Members { get; } = new("listMembers", MembersTag, "List the members")
    {
        Description = "Present members, by id.",
        Query =
        [
            Number("limit", "Members of a page.", 1, 1000, 100),
            Text("after", "The nextAfter of the page before."),
        ],
        Answers = [new(200, typeof(MembersPageShape), "A page.")],
        Problems = [Unseen],
    };

    public static Operation ChangeMembers { get; } = new("changeMembers", MembersTag, "Add and remove members")
    {
        Description = "All or nothing, as one change; for an owner or a service.",
        Body = typeof(ChangeMembersRequest),
        Answers = [new(204, null, "Done.")],
        Problems = [Unseen, "not-a-member", "direct-conversation", "conversation-full"],
    };

    public static Operation PutMember { get; } = new("putMember", MembersTag, "Add a member, or set a role")
    {
        Description = "For an owner or a service. Repeating it writes nothing.",
        Body = typeof(PutMemberRequest),
        BodyIsRequired = false,
        Answers = [new(204, null, "It is so.")],
        Problems = [Unseen, "not-a-member", "direct-conversation", "conversation-full"],
    };

    public static Operation RemoveMember { get; } = new("removeMember", MembersTag, "Leave, or remove a member")
    {
        Description = "Oneself, or another as an owner or a service. Also for one who is not in.",
        Answers = [new(204, null, "It is so.")],
        Problems = [Unseen, "not-a-member", "direct-conversation"],
    };

    public static Operation Send { get; } = new("sendMessage", Messages, "Send a message")
    {
        Description = "When the answer comes the message is durable. Repeat it with the same sendKey until it does.",
        Body = typeof(SendRequest),
        Answers =
        [
            new(201, typeof(SendReceiptShape), "Sent."),
            new(200, typeof(SendReceiptShape), "It had been sent before: the first seq again."),
        ],
        Problems = [Unseen, "not-a-member", "send-key-reused"],
    };

    public static Operation Roam { get; } = new("roamMessages", Messages, "Read a page of the history")
    {
        Description = "Without an anchor the newest page; at most one of before, after, around and at. "
            + "With seqs (and nothing else) certain messages instead: the answer is then `messages` and `rest`.",
        Query =
        [
            Number("before", "The nearest below this seq.", 0, null),
            Number("after", "The nearest above this seq.", 0, null),
            Number("around", "Half below this seq, the rest from it on.", 0, null),
            Text("at", "From the first message at or after this time, like 2026-01-31T12:00:00.000Z."),
            Number("limit", "Messages of a page; 0 gives the flags only.", 0, 200, 50),
            Text("seqs", "1 to 200 seqs, separated by commas."),
        ],
        Answers =
        [
            new(200, typeof(RoamingPageShape), "A page, ascending; with seqs the messages asked for."),
            new(200, typeof(SomeMessagesShape), ""),
        ],
        Problems = [Unseen],
    };

    public static Operation One { get; } = new("readMessage", Messages, "Read one message")
    {
        Answers = [new(200, typeof(MessageShape), "The message in its present state.")],
        Problems = [Unseen, "message-not-found"],
    };

    public static Operation Edit { get; } = new("editMessage", Messages, "Edit a message")
    {
        Description = "For its sender, while a member. Repeating the edit that made the present version is safe.",
        Body = typeof(EditRequest),
        Answers = [new(200, typeof(MessageShape), "The message as it is now.")],
        Problems = [Unseen, "message-not-found", "not-a-member", "recalled", "version-conflict"],
    };

    public static Operation Recall { get; } = new("recallMessage", Messages, "Recall a message")
    {
        Description = "For its sender within the recall window, for an owner of the group or a service at any time. "
            + "When the answer comes, nothing shows what it said any more. Repeating it is safe.",
        Answers = [new(204, null, "It is a tombstone.")],
        Problems = [Unseen, "message-not-found", "not-a-member", "recall-window-over"],
    };

    public static Operation Hide { get; } = new("hideMessages", Messages, "Hide messages from myself")
    {
        Description = "On all my devices and on every path; also for a former member.",
        Body = typeof(HideRequest),
        Answers = [new(204, null, "They are hidden.")],
        Problems = [Unseen, "beyond-head"],
    };

    public static Operation Hidden { get; } = new("listHidden", Messages, "List what I hid")
    {
        Answers = [new(200, typeof(HiddenShape), "Ranges, ascending.")],
        Problems = [Unseen],
    };

    public static Operation Mutations { get; } = new("listMutations", Messages, "Read what was edited and recalled")
    {
        Description = "Messages changed after a mutation, each once in its present state, by newest mutation.",
        Query =
        [
            Number("after", "Changes after this mutation.", 0, null, 0),
            Number("limit", "Messages of a page; 0 gives head and more only.", 0, 200, 100),
        ],
        Answers = [new(200, typeof(MutationsPageShape), "A page.")],
        Problems = [Unseen],
    };

    public static Operation Read { get; } = new("markRead", Messages, "Say how far I read")
    {
        Description = "The position never moves back; `unread` sets a mark for my own devices, any other call clears it.",
        Body = typeof(ReadRequest),
        Answers = [new(204, null, "Noted.")],
        Problems = [Unseen, "not-a-member", "beyond-head"],
    };

    public static Operation Sync { get; } = new("sync", Inbox, "Read what is new")
    {
        Description = "The entries of my Inbox after a position, oldest first. Reading consumes nothing: store the "
            + "returned cursor together with what you applied, and go on from there.",
        Query =
        [
            Text("cursor", "Where to go on; without it from this device's ack, else from the beginning."),
            Number("limit", "Entries of a page; 0 shows the head and never waits.", 0, 1000, 100),
            Number("wait", "Milliseconds to wait for the first entry.", 0, 60_000, 0),
            Text("ack", "A cursor that this device has for sure; applied first."),
        ],
        Answers = [new(200, typeof(SyncReplyShape), "A page.")],
        Problems = ["device-required", "cursor-invalid", "beyond-head", "rate-limited"],
    };

    public static Operation Ack { get; } = new("ack", Inbox, "Say what this device has")
    {
        Body = typeof(AckRequest),
        Answers = [new(204, null, "Noted; saved within 5 seconds.")],
        Problems = ["device-required", "cursor-invalid", "beyond-head"],
    };

    public static Operation Stream { get; } = new("stream", Inbox, "Hear what is new as it comes")
    {
        Description = "Server-Sent Events: `entry` (its id is its cursor), `caught-up` once after what was stored at the "
            + "start, `reset` (its id is the floor), `conflict` when a newer stream of this device took over (do not "
            + "reconnect), `signal` (no id). A comment at least every 15 seconds. The header `Last-Event-ID` wins over "
            + "`cursor`. Ends with the token; a reader more than 1 MiB behind is closed and may come back.",
        Query = [Text("cursor", "Where to go on; without it from this device's ack, else from the beginning.")],
        Answers =
        [
            new(200, typeof(EntryShape), "event: entry") { ContentType = EventStreamResult.ContentType },
            new(200, typeof(CaughtUpShape), "event: caught-up"),
            new(200, typeof(ResetShape), "event: reset"),
            new(200, typeof(ConflictShape), "event: conflict"),
            new(200, typeof(SignalShape), "event: signal"),
        ],
        Problems = ["device-required", "cursor-invalid", "rate-limited"],
    };

    public static Operation Signal { get; } = new("signal", Messages, "Tell the open streams something")
    {
        Description = "Typing, presence, ringing: stored nowhere, told to the streams that are open now, in conversations of "
            + "at most 500 members.",
        Body = typeof(SignalRequest),
        Answers = [new(202, null, "Told to whoever listens.")],
        Problems = [Unseen, "not-a-member", "rate-limited"],
    };

    public static Operation Devices { get; } = new("listDevices", Inbox, "List my devices")
    {
        Answers = [new(200, typeof(DevicesShape), "From their first sync, ack or stream on; at most 100.")],
    };

    public static Operation ForgetDevice { get; } = new("forgetDevice", Inbox, "Forget one of my devices")
    {
        Answers = [new(204, null, "Forgotten, if it was known.")],
    };

    public static Operation Notify { get; } = new("notify", Backend, "Put a notification into a user's Inbox")
    {
        Description = "For a service only.",
        Body = typeof(NotifyRequest),
        Answers =
        [
            new(201, typeof(NotifyReceiptShape), "It is in the Inbox."),
            new(200, typeof(NotifyReceiptShape), "It had been there before."),
        ],
        Problems = ["send-key-reused"],
    };

    public static Operation Explain { get; } = new("explain", Backend, "Explain what became of a message")
    {
        Description = "For support: why a device has a message, or has it not. For a service only.",
        Query =
        [
            Text("user", "Whose Inbox (required)."),
            Text("device", "Which device; without it the user is asked about."),
            Text("conversation", "Where (required)."),
            Number("seq", "The message (required).", 1, null),
        ],
        Answers = [new(200, typeof(ExplanationShape), "One sentence, and the facts.")],
        Problems = [Unseen, "message-not-found"],
    };

    public static Operation DevelopmentToken { get; } = new("developmentToken", Development, "Sign in as anybody")
    {
        Description = "Development mode only, from this machine only.",
        Body = typeof(TokenRequest),
        Answers = [new(200, typeof(TokenShape), "A token.")],
        IsAnonymous = true,
    };

    public static Operation DevelopmentClock { get; } = new("developmentClock", Development, "Move the clock forward")
    {
        Description = "Development mode only, from this machine only. The clock stays ahead across restarts.",
        Body = typeof(ClockRequest),
        Answers = [new(204, null, "Moved.")],
        IsAnonymous = true,
    };

    public static Operation Live { get; } = new("live", Health, "Is the process alive?")
    {
        Answers = [new(200, typeof(HealthShape), "Yes.")],
        IsAnonymous = true,
    };

    public static Operation Ready { get; } = new("ready", Health, "Can it serve?")
    {
        Answers = [new(200, typeof(HealthShape), "Yes: the store answers.")],
        Problems = ["store-unavailable"],
        IsAnonymous = true,
    };
}
