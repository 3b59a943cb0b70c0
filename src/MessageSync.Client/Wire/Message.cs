using System.Text.Json.Serialization;

namespace MessageSync.Client;

/// <summary>One message in the state the server showed it in. A tombstone has neither body nor content type.</summary>
/// <param name="Conversation">The conversation's id.</param>
/// <param name="Seq">Position in the conversation: 1, 2, 3 … without a gap.</param>
/// <param name="SendKey">Chosen by the sender; (conversation, sender, sendKey) names the message for ever.</param>
/// <param name="Sender">The user who sent it.</param>
/// <param name="SentAt">The server's clock; never decreases along seq.</param>
/// <param name="ContentType">What the body is; null on a tombstone.</param>
/// <param name="Body">A string, or base64 where <paramref name="Encoding"/> says so; null on a tombstone.</param>
/// <param name="Encoding"><c>base64</c> for a message of bytes, else null.</param>
/// <param name="State"><c>sent</c>, <c>edited</c> or <c>recalled</c>.</param>
/// <param name="Version">Counts edits from 0.</param>
/// <param name="EditedAt">When it was last edited; null for never.</param>
/// <param name="RecalledBy">Who recalled it; null for nobody.</param>
/// <param name="RecalledAt">When it was recalled; null for never.</param>
/// <param name="Mutation">The number of its newest edit or recall; null for none.</param>
public sealed record Message(
    string Conversation,
    long Seq,
    string SendKey,
    string Sender,
    DateTimeOffset SentAt,
    string? ContentType,
    string? Body,
    string? Encoding,
    string State,
    int Version,
    DateTimeOffset? EditedAt = null,
    string? RecalledBy = null,
    DateTimeOffset? RecalledAt = null,
    long? Mutation = null)
{
    /// <summary>True for a tombstone.</summary>
    [JsonIgnore]
    public bool IsRecalled => State == "recalled";

    /// <summary>
    /// True when this state may take the place of <paramref name="held"/>: its version is not lower, and recalled beats
    /// all.
    /// </summary>
    /// <param name="held">What a device holds at the same seq; null for nothing.</param>
    public bool Replaces(Message? held) => held is null || IsRecalled || (!held.IsRecalled && Version >= held.Version);
}
