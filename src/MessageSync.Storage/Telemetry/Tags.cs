namespace MessageSync.Storage;

/// <summary>The names of tags. Those of instruments have few values each, never an id; those of spans may be ids, never
/// bodies.</summary>
internal static class Tags
{
    /// <summary>Of both: what came of it.</summary>
    public const string Outcome = "messagesync.outcome";

    /// <summary>Of both: why it failed or was refused; the slug of the problem where there is one.</summary>
    public const string Error = "error.type";

    /// <summary>Why, where it is no error.</summary>
    public const string Reason = "messagesync.reason";

    /// <summary>Of both: by a request or by a stream.</summary>
    public const string Via = "messagesync.via";

    /// <summary>A part of the time.</summary>
    public const string Phase = "messagesync.phase";

    /// <summary>Which queue.</summary>
    public const string Queue = "messagesync.queue";

    /// <summary>Which kind of grain.</summary>
    public const string Grain = "messagesync.grain";

    /// <summary>Which event of a stream.</summary>
    public const string Event = "messagesync.event";

    /// <summary>Which hint.</summary>
    public const string Hint = "messagesync.hint";

    /// <summary>Which kind of write.</summary>
    public const string Write = "messagesync.write";

    /// <summary>Which store.</summary>
    public const string Store = "db.system.name";

    /// <summary>Of spans: the id of the conversation.</summary>
    public const string Conversation = "messagesync.conversation";

    /// <summary>Of spans: the place of the message.</summary>
    public const string Seq = "messagesync.seq";

    /// <summary>Of spans: how many writes.</summary>
    public const string Writes = "messagesync.writes";

    /// <summary>Of spans: how many messages.</summary>
    public const string Messages = "messagesync.messages";

    /// <summary>Of spans: how many changes.</summary>
    public const string Changes = "messagesync.changes";

    /// <summary>Of spans: how many offers.</summary>
    public const string Offers = "messagesync.offers";

    /// <summary>Of spans: how many entries.</summary>
    public const string Entries = "messagesync.entries";
}
