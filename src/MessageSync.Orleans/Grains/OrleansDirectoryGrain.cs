using MessageSync.Hosting;
using MessageSync.Timelines;
using Orleans.Concurrency;

namespace MessageSync.Orleans.Grains;

/// <summary>Lists and shows in the silo that asks. It has no state of its own.</summary>
[StatelessWorker, Reentrant, GrainType("messagesync.directory")]
internal sealed class OrleansDirectoryGrain(IGrainContext context, GrainHost host) : IGrainBase, IOrleansDirectoryGrain
{
    public IGrainContext GrainContext { get; } = context;

    public Task<Answer<Conversation>> ShowAsync(Caller caller, ConversationId id, CancellationToken ct) =>
        host.Directory.ShowAsync(caller, id, ct);

    public Task<Answer<ConversationList>> ListAsync(UserId user, ListQuery query, CancellationToken ct) =>
        host.Directory.ListAsync(user, query, ct);
}
