using System.Text.Json.Serialization;

namespace MessageSync;

/// <summary>Why an operation was not carried out. Nothing was stored. A closed set; each has its slug on the wire.</summary>
[JsonDerivedType(typeof(InvalidRequest), "invalid-request")]
[JsonDerivedType(typeof(InvalidId), "invalid-id")]
[JsonDerivedType(typeof(DeviceRequired), "device-required")]
[JsonDerivedType(typeof(CursorInvalid), "cursor-invalid")]
[JsonDerivedType(typeof(Forbidden), "forbidden")]
[JsonDerivedType(typeof(NotAMember), "not-a-member")]
[JsonDerivedType(typeof(ConversationNotFound), "conversation-not-found")]
[JsonDerivedType(typeof(MessageNotFound), "message-not-found")]
[JsonDerivedType(typeof(ConversationExists), "conversation-exists")]
[JsonDerivedType(typeof(DirectConversation), "direct-conversation")]
[JsonDerivedType(typeof(ConversationFull), "conversation-full")]
[JsonDerivedType(typeof(SendKeyReused), "send-key-reused")]
[JsonDerivedType(typeof(VersionConflict), "version-conflict")]
[JsonDerivedType(typeof(Recalled), "recalled")]
[JsonDerivedType(typeof(RecallWindowOver), "recall-window-over")]
[JsonDerivedType(typeof(BeyondHead), "beyond-head")]
[JsonDerivedType(typeof(RateLimited), "rate-limited")]
[JsonDerivedType(typeof(Overloaded), "overloaded")]
public abstract record Refusal
{
    private Refusal() { }

    /// <summary>Something in the request is malformed or out of range.</summary>
    /// <param name="Field">Its name.</param>
    /// <param name="Expected">What would be right.</param>
    public sealed record InvalidRequest(string Field, string Expected) : Refusal;

    /// <summary>Something that should be an id is none.</summary>
    /// <param name="Field">Its name.</param>
    public sealed record InvalidId(string Field) : Refusal;

    /// <summary>The caller names no device, and this needs one.</summary>
    public sealed record DeviceRequired : Refusal;

    /// <summary>Not a cursor of this Inbox.</summary>
    public sealed record CursorInvalid : Refusal;

    /// <summary>The caller has no right to this.</summary>
    public sealed record Forbidden : Refusal;

    /// <summary>The caller was a member once.</summary>
    public sealed record NotAMember : Refusal;

    /// <summary>There is no such conversation, or none that the caller may see.</summary>
    public sealed record ConversationNotFound : Refusal;

    /// <summary>There is no such message, or none that the caller may see.</summary>
    public sealed record MessageNotFound : Refusal;

    /// <summary>The id is taken by a conversation of another kind, history or creator.</summary>
    public sealed record ConversationExists : Refusal;

    /// <summary>A direct conversation has its two members and no title, for ever.</summary>
    public sealed record DirectConversation : Refusal;

    /// <summary>There would be more members than the conversation may have.</summary>
    /// <param name="MembersMax">How many it may have.</param>
    public sealed record ConversationFull(int MembersMax) : Refusal;

    /// <summary>The key names another message.</summary>
    /// <param name="Seq">That message; <see cref="SeqNo.None"/> for a notification.</param>
    public sealed record SendKeyReused(SeqNo Seq) : Refusal;

    /// <summary>The message was edited since.</summary>
    /// <param name="Version">Its present version.</param>
    public sealed record VersionConflict(int Version) : Refusal;

    /// <summary>The message is recalled: there is nothing left to edit.</summary>
    public sealed record Recalled : Refusal;

    /// <summary>It is too late for the sender to recall the message.</summary>
    /// <param name="Window">How long it could be recalled.</param>
    public sealed record RecallWindowOver(TimeSpan Window) : Refusal;

    /// <summary>The position does not exist yet.</summary>
    /// <param name="Head">The last one that does: a cursor, or a <c>seq</c> in digits.</param>
    public sealed record BeyondHead(string Head) : Refusal;

    /// <summary>Too many at once, or in too short a time.</summary>
    /// <param name="RetryAfter">When it may be tried again.</param>
    public sealed record RateLimited(TimeSpan RetryAfter) : Refusal;

    /// <summary>A queue is full.</summary>
    /// <param name="RetryAfter">When it may be tried again.</param>
    public sealed record Overloaded(TimeSpan RetryAfter) : Refusal;
}

/// <summary>Either what was asked for, or why not.</summary>
/// <param name="Value">What was asked for; null when refused.</param>
/// <param name="Refusal">Why not; null when not refused.</param>
/// <typeparam name="T">What is asked for.</typeparam>
public sealed record Answer<T>(T? Value, Refusal? Refusal) where T : class
{
    /// <summary>The value of a good answer.</summary>
    public static implicit operator Answer<T>(T value) => new(value, null);

    /// <summary>A refusal.</summary>
    public static implicit operator Answer<T>(Refusal refusal) => new(null, refusal);
}

/// <summary>Done; there is nothing more to say.</summary>
public sealed record Done
{
    /// <summary>The only one.</summary>
    public static Done Instance { get; } = new();
}
