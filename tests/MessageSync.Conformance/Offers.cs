using MessageSync.Inboxes;
using MessageSync.Timelines;

namespace MessageSync.Conformance;

/// <summary>Offers as fan-out makes them.</summary>
public static class Offers
{
    /// <summary>A message whose number is that of its change.</summary>
    public static Offer Message(ConversationId conversation, long change) =>
        new(conversation, new(change), new EntryContent.Message(new(change)));

    /// <summary>So many messages, of changes 1, 2, 3 …</summary>
    public static IReadOnlyList<Offer> Messages(ConversationId conversation, int count) =>
        [.. Enumerable.Range(1, count).Select(change => Message(conversation, change))];

    /// <summary>Another title.</summary>
    public static Offer Title(ConversationId conversation, long change) =>
        new(conversation, new(change), new EntryContent.Conversation($"title {change}"));

    /// <summary>A user joined.</summary>
    public static Offer Member(ConversationId conversation, long change, UserId user) => new(
        conversation, new(change), new EntryContent.Member(
            [new(user, MemberChangeKind.Joined, MemberRole.Member, new(change))], Incomplete: false, MemberCount: 2));

    /// <summary>A large group moved on.</summary>
    public static Offer Advanced(ConversationId conversation, long change) =>
        new(conversation, new(change), new EntryContent.Advanced(new(change), ChangeNo.None));
}
