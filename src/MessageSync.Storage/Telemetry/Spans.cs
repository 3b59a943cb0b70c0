namespace MessageSync.Storage;

/// <summary>The names of spans.</summary>
internal static class Spans
{
    /// <summary>A send, as its caller sees it.</summary>
    public const string Send = "messagesync.send";

    /// <summary>A batch in the store.</summary>
    public const string Commit = "messagesync.commit";

    /// <summary>Changes of one conversation on their way to all their Inboxes.</summary>
    public const string FanOut = "messagesync.fanout";

    /// <summary>A page of an Inbox.</summary>
    public const string Sync = "messagesync.sync";
}
