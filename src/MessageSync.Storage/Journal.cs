using MessageSync.FanOut;
using MessageSync.Inboxes;

namespace MessageSync.Storage;

/// <summary>Names one batch of one writer.</summary>
/// <param name="Writer">Fresh at each start of a writer: 32 hexadecimal digits.</param>
/// <param name="Batch">1, 2, 3 …</param>
public readonly record struct JournalKey(string Writer, long Batch);

/// <summary>What one batch has to announce.</summary>
/// <param name="Key">The batch.</param>
/// <param name="Runs">In the order of the batch.</param>
public sealed record JournalRow(JournalKey Key, IReadOnlyList<JournalRun> Runs);

/// <summary>What one Timeline has to announce of a batch.</summary>
/// <param name="Conversation">Which.</param>
/// <param name="Announcements">In change order.</param>
public sealed record JournalRun(ConversationId Conversation, IReadOnlyList<Announcement> Announcements);

/// <summary>Offers set aside for an Inbox that failed to take them. While there are any, later offers of the same
/// conversation to the same Inbox are set aside too, so that order holds.</summary>
/// <param name="No">Its name, given by who sets it aside: later ones are greater.</param>
/// <param name="Owner">Whose Inbox.</param>
/// <param name="Conversation">Whose offers.</param>
/// <param name="Offers">In change order.</param>
public sealed record Lag(long No, UserId Owner, ConversationId Conversation, IReadOnlyList<Offer> Offers);
