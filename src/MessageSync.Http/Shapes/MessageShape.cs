using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using MessageSync.Timelines;

namespace MessageSync.Http;

/// <summary>One message in its present state. A recalled one keeps its seq and has neither body nor contentType.</summary>
/// <param name="Conversation">The conversation's id.</param>
/// <param name="Seq">Position in the conversation: 1, 2, 3 … without a gap.</param>
/// <param name="SendKey">Chosen by the sender; names the message for ever.</param>
/// <param name="Sender">The user who sent it.</param>
/// <param name="SentAt">The server's clock; never decreases along seq.</param>
/// <param name="ContentType">What the body is; not there on a tombstone.</param>
/// <param name="Body">A string, or base64 where encoding says so; not there on a tombstone.</param>
/// <param name="Encoding">"base64" for a message of bytes, else not there.</param>
/// <param name="State">sent, edited or recalled.</param>
/// <param name="Version">Counts edits from 0.</param>
/// <param name="EditedAt">When it was last edited.</param>
/// <param name="RecalledBy">Who recalled it.</param>
/// <param name="RecalledAt">When it was recalled.</param>
/// <param name="Mutation">The number of its newest edit or recall.</param>
internal sealed record MessageShape(
    string Conversation,
    long Seq,
    string SendKey,
    string Sender,
    DateTimeOffset SentAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ContentType,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Body,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Encoding,
    [property: AllowedValues("sent", "edited", "recalled")] string State,
    int Version,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? EditedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RecalledBy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? RecalledAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Mutation)
{
    public static MessageShape Of(Message message) => new(
        message.Conversation.Value,
        message.Seq.Value,
        message.SendKey.Value,
        message.Sender.Value,
        message.SentAt,
        message.Body?.ContentType,
        TextOf(message.Body),
        message.Body is { IsText: false } ? "base64" : null,
        message.State.Word(),
        message.Version,
        message.EditedAt,
        message.RecalledBy?.Value,
        message.RecalledAt,
        message.Mutation == ChangeNo.None ? null : message.Mutation.Value);

    private static string? TextOf(MessageBody? body) => body switch
    {
        null => null,
        { IsText: true } => System.Text.Encoding.UTF8.GetString(body.Bytes.Span),
        _ => Convert.ToBase64String(body.Bytes.Span),
    };
}

/// <summary>A page of the history, ascending.</summary>
/// <param name="Messages">The visible messages, ascending.</param>
/// <param name="HasBefore">A visible message exists below the first one.</param>
/// <param name="HasAfter">A visible message exists above the last one.</param>
/// <param name="Head">The newest seq.</param>
/// <param name="MutationHead">The newest mutation of what the caller sees.</param>
/// <param name="Epoch">The life of the store.</param>
internal sealed record RoamingPageShape(
    IReadOnlyList<MessageShape> Messages, bool HasBefore, bool HasAfter, long Head, long MutationHead, string Epoch)
{
    public static RoamingPageShape Of(RoamingPage page) => new(
        [.. page.Messages.Select(MessageShape.Of)], page.HasBefore, page.HasAfter, page.Head.Value,
        page.MutationHead.Value, page.Epoch.Value);
}

/// <summary>Certain messages.</summary>
/// <param name="Messages">The visible ones of those looked at.</param>
/// <param name="Rest">The seqs not looked at, because the page was full: ask for them again.</param>
internal sealed record SomeMessagesShape(IReadOnlyList<MessageShape> Messages, IReadOnlyList<long> Rest)
{
    public static SomeMessagesShape Of(SomeMessages some) => new(
        [.. some.Messages.Select(MessageShape.Of)], [.. some.Rest.Select(seq => seq.Value)]);
}

/// <summary>Where a sent message stands.</summary>
/// <param name="Seq">Its position.</param>
/// <param name="SentAt">When it took it.</param>
/// <param name="Duplicate">True when it had been sent before under the same sendKey.</param>
internal sealed record SendReceiptShape(long Seq, DateTimeOffset SentAt, bool Duplicate)
{
    public static SendReceiptShape Of(SendReceipt receipt) => new(receipt.Seq.Value, receipt.SentAt, receipt.Duplicate);
}
