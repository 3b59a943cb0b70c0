namespace MessageSync.Client;

/// <summary>What a device remembers of one conversation, its messages and members apart.</summary>
public sealed record ConversationState
{
    /// <summary>The conversation's id.</summary>
    public required string Id { get; init; }

    /// <summary>The <see cref="DeviceState.Generation"/> that it is of.</summary>
    public int Generation { get; init; }

    /// <summary>As last shown, kept up to date by entries; without its last message. Null until it was shown.</summary>
    public Conversation? Details { get; init; }

    /// <summary>The newest seq that is known to exist.</summary>
    public long Head { get; init; }

    /// <summary>When the newest known message was sent; null when none is known.</summary>
    public DateTimeOffset? HeadAt { get; init; }

    /// <summary>The mutation up to which what is held is up to date; null while nothing was held.</summary>
    public long? MutationKnown { get; init; }

    /// <summary>The newest mutation that an entry showed. Its message may show a later one than the entry tells of, with
    /// others in between that have yet to come: nothing is up to date with it.</summary>
    public long MutationSeen { get; init; }

    /// <summary>Within these everything that the user sees is stored.</summary>
    public SeqRanges Held { get; init; } = SeqRanges.Empty;

    /// <summary>What the user hid.</summary>
    public SeqRanges Hidden { get; init; } = SeqRanges.Empty;

    /// <summary>The user's read position; never moves back.</summary>
    public long ReadUpTo { get; init; }

    /// <summary>The user's own newest message that was ever seen, hidden or not; 0 for none.</summary>
    public long OwnNewest { get; init; }

    /// <summary>The user marked it unread.</summary>
    public bool MarkedUnread { get; init; }

    /// <summary>Out of the list until a message above this; null when listed.</summary>
    public long? UnlistedUpTo { get; init; }

    /// <summary>The head at the user's last joining that an entry told; null for none.</summary>
    public long? JoinedAtHead { get; init; }

    /// <summary>What has yet to be asked.</summary>
    public Todo Todo { get; init; } = Todo.Nothing;

    /// <summary>What was known before something was missed; null outside of a repair.</summary>
    public Noted? Noted { get; init; }

    /// <summary>What is older than this may lack a mutation.</summary>
    internal long NewestMutation => Math.Max(MutationKnown ?? 0, MutationSeen);

    /// <summary>True for one that the user has left.</summary>
    internal bool IsLeft => Details?.LeftAt is not null;
}

/// <summary>What of a conversation has yet to be asked.</summary>
public sealed record Todo
{
    /// <summary>Nothing.</summary>
    public static Todo Nothing { get; } = new();

    /// <summary>Show it.</summary>
    public bool Show { get; init; }

    /// <summary>Roam its newest page.</summary>
    public bool Newest { get; init; }

    /// <summary>Roam everything above this that is not held; null for none.</summary>
    public long? RoamAfter { get; init; }

    /// <summary>Read the mutations after this; null for none.</summary>
    public long? MutationsAfter { get; init; }

    /// <summary>Read what is hidden.</summary>
    public bool Hidden { get; init; }

    /// <summary>Read the members after this user; empty for all, null for none.</summary>
    public string? MembersAfter { get; init; }

    /// <summary>This, and roaming above <paramref name="seq"/>.</summary>
    internal Todo WithRoamAfter(long seq) => this with { RoamAfter = Math.Min(RoamAfter ?? seq, seq) };

    /// <summary>This, and reading the mutations after <paramref name="mutation"/>.</summary>
    internal Todo WithMutationsAfter(long mutation) =>
        this with { MutationsAfter = Math.Min(MutationsAfter ?? mutation, mutation) };
}

/// <summary>What was known of a conversation before the reply with the reset was applied.</summary>
/// <param name="Seq">Up to here nothing new was missing; null when nothing was held.</param>
/// <param name="Mutation">The last known mutation; null when nothing was held.</param>
public sealed record Noted(long? Seq, long? Mutation);
