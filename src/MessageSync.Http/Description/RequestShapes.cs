using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace MessageSync.Http;

// The bodies of requests as the document shows them. They are read by JsonMembers, which is stricter than any
// deserializer; nothing makes an instance of these.

/// <summary>A group by its id, or a direct conversation with somebody.</summary>
/// <param name="Kind">group or direct.</param>
/// <param name="Id">Of a group (required): 1 to 128 of A-Z a-z 0-9 . _ - : @, not beginning with direct:.</param>
/// <param name="Title">Of a group.</param>
/// <param name="Members">Of a group: further members. For a service required: the first one is owner.</param>
/// <param name="History">Of a group: sinceJoin (default) or all.</param>
/// <param name="With">Of a direct conversation (required): the other user.</param>
internal sealed record CreateRequest(
    [property: AllowedValues("group", "direct")] string Kind,
    [property: Length(1, 128)] string? Id = null,
    [property: MaxLength(200)] string? Title = null,
    [property: MaxLength(1000)] IReadOnlyList<string>? Members = null,
    [property: AllowedValues("sinceJoin", "all")] string? History = null,
    [property: Length(1, 128)] string? With = null);

/// <summary>What to change.</summary>
/// <param name="Title">The new title.</param>
internal sealed record ChangeRequest([property: MaxLength(200)] string Title);

/// <summary>Who comes and who goes, at most 1000 together, nobody in both.</summary>
/// <param name="Add">Become members.</param>
/// <param name="Remove">Leave.</param>
internal sealed record ChangeMembersRequest(
    [property: MaxLength(1000)] IReadOnlyList<string>? Add = null,
    [property: MaxLength(1000)] IReadOnlyList<string>? Remove = null);

/// <summary>How to be in.</summary>
/// <param name="Role">member or owner; without it a member's role stays and a newcomer becomes member.</param>
internal sealed record PutMemberRequest([property: AllowedValues("member", "owner")] string? Role = null);

/// <summary>A message.</summary>
/// <param name="SendKey">1 to 64 of A-Z a-z 0-9 . _ - : @; use a UUID. Repeat a send with the same key.</param>
/// <param name="Body">At most 64 KiB of UTF-8, or, with encoding base64, 64 KiB decoded.</param>
/// <param name="ContentType">text/plain if not given.</param>
/// <param name="Encoding">base64 for bytes, else left out.</param>
internal sealed record SendRequest(
    [property: Length(1, 64)] string SendKey,
    string Body,
    [property: MaxLength(100)] string? ContentType = null,
    [property: AllowedValues("base64")] string? Encoding = null);

/// <summary>What a message says from now on.</summary>
/// <param name="Body">At most 64 KiB of UTF-8, or, with encoding base64, 64 KiB decoded.</param>
/// <param name="Version">The version that is replaced.</param>
/// <param name="ContentType">text/plain if not given.</param>
/// <param name="Encoding">base64 for bytes, else left out.</param>
internal sealed record EditRequest(
    string Body,
    [property: Range(0, int.MaxValue)] int Version,
    [property: MaxLength(100)] string? ContentType = null,
    [property: AllowedValues("base64")] string? Encoding = null);

/// <summary>Which messages to hide.</summary>
/// <param name="From">The first one.</param>
/// <param name="To">The last one; up to the head.</param>
/// <param name="Unlist">True keeps the conversation out of the list until a newer message.</param>
internal sealed record HideRequest(
    [property: Range(1, Json.NumberMax)] long From, [property: Range(1, Json.NumberMax)] long To, bool? Unlist = null);

/// <summary>How far I read.</summary>
/// <param name="UpTo">The last message read; up to the head. The position never moves back.</param>
/// <param name="Unread">True marks the conversation unread; anything else takes the mark away.</param>
internal sealed record ReadRequest([property: Range(0, Json.NumberMax)] long UpTo, bool? Unread = null);

/// <summary>Something that is stored nowhere.</summary>
/// <param name="Name">What kind.</param>
/// <param name="Body">At most 1 KiB of UTF-8.</param>
internal sealed record SignalRequest([property: Length(1, 100)] string Name, string? Body = null);

/// <summary>What the device has for sure.</summary>
/// <param name="Cursor">From a sync of this user.</param>
internal sealed record AckRequest(string Cursor);

/// <summary>A system notification.</summary>
/// <param name="SendKey">1 to 64 of A-Z a-z 0-9 . _ - : @; use a UUID.</param>
/// <param name="Name">What it is about.</param>
/// <param name="Body">At most 4 KiB of UTF-8.</param>
internal sealed record NotifyRequest(
    [property: Length(1, 64)] string SendKey, [property: Length(1, 100)] string Name, string Body);

/// <summary>Whom the token is for.</summary>
/// <param name="User">The user, or the service's own name.</param>
/// <param name="Device">The user's device.</param>
/// <param name="Service">True for a backend.</param>
/// <param name="ExpiresInSeconds">May be negative; 30 days if not given.</param>
internal sealed record TokenRequest(
    [property: Length(1, 128)] string User, [property: Length(1, 128)] string? Device = null, bool? Service = null,
    long? ExpiresInSeconds = null);

/// <summary>How far to go.</summary>
/// <param name="AdvanceSeconds">From 0; at most 100 years all in all.</param>
internal sealed record ClockRequest([property: Range(0, 3_155_760_000)] long AdvanceSeconds);

/// <summary>A refusal (RFC 9457). Decide by type; further members are facts.</summary>
/// <param name="Type">Ends in /problems/ and the slug.</param>
/// <param name="Title">What it is.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What to do.</param>
/// <param name="Field">Of a malformed request: the name of the member, parameter or header.</param>
internal sealed record ProblemShape(
    string Type,
    string Title,
    int Status,
    string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Field = null);
