using MessageSync.Storage;

namespace MessageSync.Simulation.Tests.Faults;

internal sealed class FaultyDirectory(IDirectoryStore inner, Weather weather) : IDirectoryStore
{
    public Task<IReadOnlyList<ListedConversation>> ListAsync(UserId user, bool told, CancellationToken ct) =>
        weather.ReadAsync(() => inner.ListAsync(user, told, ct));

    public Task<IReadOnlyList<int>> CountUnreadAsync(
        UserId user, IReadOnlyList<(ConversationId Conversation, SeqRanges Ranges)> asked, CancellationToken ct) =>
        weather.ReadAsync(() => inner.CountUnreadAsync(user, asked, ct));
}
