namespace MessageSync.Grains;

/// <summary>Finds the grain of an id, wherever it lives; it is loaded when called.</summary>
public interface IGrains
{
    /// <summary>The only writer of a conversation.</summary>
    ITimelineGrain Timeline(ConversationId id);

    /// <summary>The only writer of a user's Inbox.</summary>
    IInboxGrain Inbox(UserId owner);

    /// <summary>Lists and shows conversations; has no state of its own.</summary>
    IDirectoryGrain Directory { get; }

    /// <summary>What to give to grains for them to reach <paramref name="hints"/>: itself, where they run in this
    /// process.</summary>
    IHints Address(IHints hints) => hints;
}
