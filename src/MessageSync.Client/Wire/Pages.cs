namespace MessageSync.Client;

/// <summary>A page of the history.</summary>
/// <param name="Messages">The visible messages, ascending.</param>
/// <param name="HasBefore">A visible message exists below the first one.</param>
/// <param name="HasAfter">A visible message exists above the last one.</param>
/// <param name="Head">The newest seq.</param>
/// <param name="MutationHead">The newest mutation when the page was read.</param>
/// <param name="Epoch">The life of the store.</param>
public sealed record RoamingPage(
    IReadOnlyList<Message> Messages, bool HasBefore, bool HasAfter, long Head, long MutationHead, string Epoch);

/// <summary>Messages that changed.</summary>
/// <param name="Mutations">Each message once, in its present state, by newest mutation.</param>
/// <param name="Head">The newest mutation of all.</param>
/// <param name="More">More follow after the last one here.</param>
public sealed record MutationsPage(IReadOnlyList<Mutation> Mutations, long Head, bool More);

/// <summary>The newest change of one message.</summary>
/// <param name="Number">Its number: increasing in a conversation, with gaps (<c>mutation</c> on the wire).</param>
/// <param name="Seq">Which message.</param>
/// <param name="Message">Its present state.</param>
public sealed record Mutation(
    [property: System.Text.Json.Serialization.JsonPropertyName("mutation")] long Number, long Seq, Message Message);

/// <summary>What the user hid in one conversation.</summary>
/// <param name="Ranges">Ascending.</param>
public sealed record HiddenRanges(IReadOnlyList<SeqRange> Ranges);

/// <summary>A page of present members.</summary>
/// <param name="Members">By id.</param>
/// <param name="NextAfter">Give it as after to go on; null on the last page.</param>
public sealed record MembersPage(IReadOnlyList<Member> Members, string? NextAfter);

/// <summary>A present member.</summary>
/// <param name="User">Who.</param>
/// <param name="Role"><c>member</c> or <c>owner</c>.</param>
/// <param name="JoinedAt">Since when.</param>
/// <param name="ReadUpTo">Their read position; null where receipts are off (more than 32 members).</param>
public sealed record Member(string User, string Role, DateTimeOffset JoinedAt, long? ReadUpTo = null);

/// <summary>Where a sent message stands.</summary>
/// <param name="Seq">Its position.</param>
/// <param name="SentAt">When it took it.</param>
/// <param name="Duplicate">True when it had been sent before under the same sendKey.</param>
public sealed record SendReceipt(long Seq, DateTimeOffset SentAt, bool Duplicate);

/// <summary>Certain messages.</summary>
/// <param name="Messages">The visible ones of those looked at, ascending.</param>
/// <param name="Rest">The seqs not looked at, because the page was full: ask for them again.</param>
public sealed record SomeMessages(IReadOnlyList<Message> Messages, IReadOnlyList<long> Rest);
