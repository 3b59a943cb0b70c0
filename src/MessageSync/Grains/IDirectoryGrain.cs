using MessageSync.Timelines;

namespace MessageSync.Grains;

/// <summary>Shows and lists conversations straight from the store: nothing is activated for it, and it has no state that
/// matters.</summary>
public interface IDirectoryGrain
{
    /// <summary>One conversation as the caller sees it.</summary>
    Task<Answer<Conversation>> ShowAsync(Caller caller, ConversationId id, CancellationToken ct);

    /// <summary>A page of a user's conversations.</summary>
    Task<Answer<ConversationList>> ListAsync(UserId user, ListQuery query, CancellationToken ct);
}
