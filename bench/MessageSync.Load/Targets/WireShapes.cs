using System.Text.Json.Serialization;

namespace MessageSync.Load.Targets;

/// <summary>What the driver reads of the replies, and no more: the rest is skipped unread.</summary>
internal sealed record SentShape(long Seq);

internal sealed record ConversationShape(string Id);

internal sealed record MessagesShape(IReadOnlyList<SeqShape> Messages);

internal sealed record SeqShape(long Seq);

internal sealed record InboxShape(IReadOnlyList<EntryShape> Entries, string Cursor, bool More, ResetShape? Reset);

internal sealed record EntryShape(string Kind, string? Conversation, long? Head, EntryMessageShape? Message);

/// <summary>The <c>message</c> of an entry.</summary>
internal sealed record EntryMessageShape(string Conversation, long Seq);

internal sealed record ResetShape(string Reason);

internal sealed record ProblemShape(string? Type, string? Detail);

internal sealed record TokenShape(string Token);

internal sealed record CreateDirectShape(string Kind, string With);

internal sealed record CreateGroupShape(string Kind, string Id, IReadOnlyList<string> Members, string History);

internal sealed record ChangeMembersShape(IReadOnlyList<string> Add, IReadOnlyList<string> Remove);

internal sealed record TokenRequestShape(string User, bool Service);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SentShape))]
[JsonSerializable(typeof(ConversationShape))]
[JsonSerializable(typeof(MessagesShape))]
[JsonSerializable(typeof(InboxShape))]
[JsonSerializable(typeof(EntryShape))]
[JsonSerializable(typeof(ProblemShape))]
[JsonSerializable(typeof(TokenShape))]
[JsonSerializable(typeof(CreateDirectShape))]
[JsonSerializable(typeof(CreateGroupShape))]
[JsonSerializable(typeof(ChangeMembersShape))]
[JsonSerializable(typeof(TokenRequestShape))]
internal sealed partial class WireContext : JsonSerializerContext;
