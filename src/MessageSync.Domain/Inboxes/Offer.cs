using System.Text.Json.Serialization;

namespace MessageSync.Inboxes;

/// <summary>What fan-out brings to an Inbox. (conversation, change) is its identity: offered twice, it is taken once.
/// The offers of one conversation come in change order.</summary>
/// <param name="Conversation">Where it happened.</param>
/// <param name="Change">The change that it tells of.</param>
/// <param name="Content">What it says.</param>
public sealed record Offer(ConversationId Conversation, ChangeNo Change, EntryContent Content)
{
    /// <summary>What the change brings before <see cref="Content"/>, an entry of its own; null for nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EntryContent.Advanced? First { get; init; }

    /// <summary>True where older entries of the Inbox may be taken in.</summary>
    [JsonIgnore]
    public bool Merges => First is not null || Content.Merges;

    /// <summary>What is taken, in its order.</summary>
    [JsonIgnore]
    public IEnumerable<EntryContent> Contents => First is null ? [Content] : [First, Content];
}
