using System.Text.Json.Serialization;
using MessageSync.Timelines;

namespace MessageSync.Inboxes;

/// <summary>What a user wants changed in their own view of one conversation: a write to their Inbox alone. A closed
/// set.</summary>
/// <param name="Conversation">Which.</param>
[JsonDerivedType(typeof(Hide), "hide")]
[JsonDerivedType(typeof(MarkUnread), "mark-unread")]
public abstract record ViewCommand(ConversationId Conversation)
{
    /// <summary>What is stored.</summary>
    [JsonIgnore]
    public abstract ViewChange Change { get; }

    /// <summary>True where nothing would change.</summary>
    public abstract bool IsDone(OwnView own);

    /// <summary>What the user's devices are told.</summary>
    public abstract EntryContent Tell(OwnView own);

    /// <summary>Hides messages, and may keep the conversation out of the list.</summary>
    /// <param name="Conversation">Which.</param>
    /// <param name="Range">Messages that exist.</param>
    /// <param name="Unlist">True to keep it out of the list until a newer message than <paramref name="Head"/>.</param>
    /// <param name="Head">The newest message, of a former member that at leaving.</param>
    public sealed record Hide(ConversationId Conversation, SeqRange Range, bool Unlist, SeqNo Head)
        : ViewCommand(Conversation)
    {
        /// <inheritdoc/>
        public override ViewChange Change => new(Conversation) { Hidden = Range, UnlistedUpTo = Unlist ? Head : null };

        /// <inheritdoc/>
        public override bool IsDone(OwnView own) =>
            SeqRanges.Of([Range]).Minus(own.Hidden).Count == 0 && (!Unlist || own.UnlistedUpTo >= Head);

        /// <inheritdoc/>
        public override EntryContent Tell(OwnView own) =>
            new EntryContent.Hidden(Range.From, Range.To, Unlist || own.UnlistedUpTo >= Head);
    }

    /// <summary>Marks the conversation unread, or takes the mark away.</summary>
    /// <param name="Conversation">Which.</param>
    /// <param name="IsUnread">The mark.</param>
    public sealed record MarkUnread(ConversationId Conversation, bool IsUnread) : ViewCommand(Conversation)
    {
        /// <inheritdoc/>
        public override ViewChange Change => new(Conversation) { MarkedUnread = IsUnread };

        /// <inheritdoc/>
        public override bool IsDone(OwnView own) => own.MarkedUnread == IsUnread;

        /// <inheritdoc/>
        public override EntryContent Tell(OwnView own) => new EntryContent.Read([], IsUnread);
    }
}

/// <summary>What is stored of a <see cref="ViewCommand"/>.</summary>
/// <param name="Conversation">Whose view changes.</param>
public sealed record ViewChange(ConversationId Conversation)
{
    /// <summary>Hidden from now on, with what was hidden before; null for nothing.</summary>
    public SeqRange? Hidden { get; init; }

    /// <summary>Out of the list until a newer message; null leaves it as it is.</summary>
    public SeqNo? UnlistedUpTo { get; init; }

    /// <summary>The mark; null leaves it as it is.</summary>
    public bool? MarkedUnread { get; init; }
}
