using MessageSync.Conformance;
using static MessageSync.Conformance.Samples;

namespace MessageSync.Storage.Postgres.Tests.Faults;

/// <summary>The connection is cut at every point of a batch: whatever became of it is found out.</summary>
public sealed class LostReplyTests : IAsyncLifetime
{
    private Proxy _proxy = null!;
    private PostgresStore _store = null!;
    private string _direct = "", _schema = "";

    public async Task InitializeAsync()
    {
        (_direct, _schema) = await Town.NewSchemaAsync();
        _proxy = Proxy.To(_direct);
        _store = await PostgresStore.OpenAsync(
            new() { ConnectionString = _proxy.ConnectionString, Schema = _schema }, TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    [Fact]
    public async Task A_commit_that_never_reached_the_server_was_not_stored()
    {
        await using var writer = _store.OpenWriter();
        var run = StoreDriver.Decide(Tea, null, Noon, Create(Ann));
        _proxy.CutBefore(IsCommit);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => writer.CommitAsync(1, [run], default));
        var row = await writer.FenceAsync(1, default);

        Assert.Null(row);
        Assert.Null(await _store.Timelines.LoadAsync(Tea, default));
        Assert.Equal([WriteOutcome.Stored], await writer.CommitAsync(2, [run], default));
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_found()
    {
        await using var writer = _store.OpenWriter();
        var run = StoreDriver.Decide(Tea, null, Noon, Create(Ann));
        var isUp = false;
        _proxy.CutBefore(bytes =>
        {
            if (!isUp && IsCommit(bytes)) _proxy.CutAnswer(_ => true);
            isUp |= IsCommit(bytes);
            return false;
        });

        await Assert.ThrowsAsync<StoreUnavailableException>(() => writer.CommitAsync(1, [run], default));
        var row = await writer.FenceAsync(1, default);

        Assert.Equal(Tea, Assert.Single(row!.Runs).Conversation);
        Assert.NotNull(await _store.Timelines.LoadAsync(Tea, default));
    }

    [Fact]
    public async Task Wherever_the_connection_is_cut_the_answer_is_what_is_stored()
    {
        await using var town = await Town.StartAsync(_proxy.ConnectionString, _schema);
        await town.GroupAsync(Tea, Bob);
        var acknowledged = new List<SeqNo>();
        for (var point = 0; point < 40; point++)
        {
            // A question, and later an answer, further on each time.
            var left = point / 2;
            bool IsThere(byte[] bytes) => Interlocked.Decrement(ref left) < 0;
            if (point % 2 == 0) _proxy.CutBefore(IsThere);
            else _proxy.CutAnswer(IsThere);

            acknowledged.Add(await town.SendAsync(Tea, Town.Ann, $"key-{point}"));
        }

        Assert.Equal(Enumerable.Range(1, 40).Select(seq => new SeqNo(seq)), acknowledged);
        await Inboxes.CompleteAsync(town.Sync, Bob, Tea, 40);
        await Town.AssertSoundAsync(_direct, _schema);
    }

    private static bool IsCommit(byte[] bytes) => bytes.AsSpan().IndexOf("COMMIT"u8) >= 0;
}
