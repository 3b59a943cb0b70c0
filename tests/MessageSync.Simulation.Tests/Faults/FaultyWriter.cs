using MessageSync.FanOut;
using MessageSync.Simulation.Tests.Machine;
using MessageSync.Simulation.Tests.Truth;
using MessageSync.Storage;

namespace MessageSync.Simulation.Tests.Faults;

/// <summary>Something in a batch cannot be written.</summary>
internal sealed class SickRowException() : Exception("Simulated: a sick row.");

/// <summary>A writer with weather. What was handed in travels in the network: it arrives even if its process is dead by
/// then, and answers may not.</summary>
internal sealed class FaultyWriter(
    IStoreWriter inner, Weather weather, Context network, Ledger ledger, Random random) : IStoreWriter
{
    public string Id => inner.Id;

    public Task<IReadOnlyList<WriteOutcome>> CommitAsync(
        long batch, IReadOnlyList<StoreWrite> writes, CancellationToken ct)
    {
        var reply = new TaskCompletionSource<IReadOnlyList<WriteOutcome>>();
        network.Begin(() => CommitAsync(batch, writes, reply));
        return reply.Task;
    }

    public async Task<JournalRow?> FenceAsync(long batch, CancellationToken ct) =>
        await weather.ReadAsync(() => inner.FenceAsync(batch, CancellationToken.None));

    public async Task<LeftBehind> TakeOverAsync(CancellationToken ct)
    {
        var left = await weather.ReadAsync(() => inner.TakeOverAsync(CancellationToken.None));
        var writers = left.Rows.GroupBy(row => row.Key.Writer, StringComparer.Ordinal)
            .OrderBy(rows => ledger.NameOf(rows.Key)).ToArray();
        random.Shuffle(writers);   // nobody promised an order among them
        return left with { Rows = [.. writers.SelectMany(rows => rows)] };
    }

    public Task<IReadOnlyList<Announcement>> ReadOthersAsync(ConversationId conversation, CancellationToken ct) =>
        weather.ReadAsync(() => inner.ReadOthersAsync(conversation, CancellationToken.None));

    public Task<IReadOnlyList<Lag>> ReadLagsAsync(ConversationId conversation, CancellationToken ct) =>
        weather.ReadAsync(() => inner.ReadLagsAsync(conversation, CancellationToken.None));

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async Task CommitAsync(
        long batch, IReadOnlyList<StoreWrite> writes, TaskCompletionSource<IReadOnlyList<WriteOutcome>> reply)
    {
        var fate = weather.NextFate();
        await weather.TravelAsync();
        if (weather.IsDown) fate = Fate.NotStored;
        if (fate is Fate.NotStored or Fate.Zombie) reply.TrySetException(new StoreUnavailableException("Simulated."));
        if (fate == Fate.NotStored) return;

        if (fate == Fate.Zombie)
            for (var i = random.Next(6); i > 0; i--) await weather.TravelAsync();
        try
        {
            if (writes.OfType<InboxWrite>().Any(write => weather.IsSick(write.Run.Owner)))
                throw new SickRowException();

            var outcomes = Outside.Wait(() => inner.CommitAsync(batch, writes, CancellationToken.None));
            ledger.Add(new(Id, batch), writes, outcomes);
            await weather.TravelAsync();
            if (fate == Fate.ReplyLost) reply.TrySetException(new StoreUnavailableException("Simulated."));
            else reply.TrySetResult(outcomes);
        }
        catch (Exception refused)
        {
            reply.TrySetException(refused);
        }
    }
}
