using MessageSync.Conformance;
using MessageSync.Inboxes;
using MessageSync.TestPostgres;
using Npgsql;
using static MessageSync.Conformance.Samples;

namespace MessageSync.Storage.Postgres.Tests.Faults;

/// <summary>The only program that writes does not look at floors. It must, from the moment on when another one writes.</summary>
public sealed class SoleUseTests : IAsyncLifetime
{
    private static readonly UserId s_ann = Town.Ann;
    private static readonly InboxBounds s_newest = new(1, DateTimeOffset.UnixEpoch);

    private string _connection = "";
    private PostgresTestStore _one = null!;
    private PostgresTestStore _another = null!;

    public async Task InitializeAsync()
    {
        _connection = await PostgresServer.SharedAsync();
        _one = await PostgresTestStore.NewAsync();
        _another = await _one.BesideAsync(TimeSpan.FromMinutes(1));
    }

    public async Task DisposeAsync()
    {
        await _another.DisposeAsync();
        await _one.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_of_the_only_one_is_refused_below_the_floor_that_another_moved(bool claims)
    {
        var (one, another) = (Drive(_one), Drive(_another));
        await one.Writer.TakeOverAsync(default);
        await one.OfferAsync(s_ann, Offers.Message(Tea, 1));
        var stale = await one.DecideAsync(s_ann, Offers.Message(Tea, 2));

        if (claims) await another.Writer.TakeOverAsync(default);
        for (var seq = 2; seq <= 5; seq++)
            await another.OfferAsync(s_ann, trim: s_newest, Offers.Message(Tea, seq));

        await AssertRefusedAsync(one, stale!);
    }

    [Fact]
    public async Task What_it_stored_before_it_was_the_only_one_counts_for_nothing()
    {
        var (one, another) = (Drive(_one), Drive(_another));
        await one.OfferAsync(s_ann, Offers.Message(Tea, 1));
        var stale = await one.DecideAsync(s_ann, Offers.Message(Tea, 2));
        for (var seq = 2; seq <= 5; seq++) await another.OfferAsync(s_ann, trim: s_newest, Offers.Message(Tea, seq));

        await one.Writer.TakeOverAsync(default);

        await AssertRefusedAsync(one, stale!);
    }

    [Fact]
    public async Task A_stale_run_of_its_own_is_refused_below_the_floor_too()
    {
        var one = Drive(_one);
        await one.Writer.TakeOverAsync(default);
        await one.OfferAsync(s_ann, Offers.Message(Tea, 1));
        var stale = await one.DecideAsync(s_ann, Offers.Message(Tea, 2));
        for (var seq = 2; seq <= 5; seq++) await one.OfferAsync(s_ann, trim: s_newest, Offers.Message(Tea, seq));

        await AssertRefusedAsync(one, stale!);
        Assert.True(await IsClaimedAsync());
    }

    [Fact]
    public async Task Nor_does_it_get_below_the_floor_that_another_moved_by_a_sweep()
    {
        var (one, another) = (Drive(_one), Drive(_another));
        await one.Writer.TakeOverAsync(default);
        await one.OfferAsync(s_ann, Offers.Message(Tea, 1));
        var stale = await one.DecideAsync(s_ann, Offers.Message(Tea, 2));
        await one.OfferAsync(s_ann, Offers.Messages(Tea, 4));

        await _another.Inboxes.SweepAsync(s_newest, 100, default);
        await one.OfferAsync(s_ann, Offers.Message(Tea, 5));
        await _another.Inboxes.SweepAsync(s_newest, 100, default);

        await AssertRefusedAsync(one, stale!);
    }

    [Fact]
    public async Task It_is_the_only_one_until_another_writes_and_both_go_on()
    {
        var (one, another) = (Drive(_one), Drive(_another));
        await one.Writer.TakeOverAsync(default);
        await one.OfferAsync(s_ann, Offers.Message(Tea, 1));
        Assert.True(await IsClaimedAsync());

        await another.OfferAsync(s_ann, Offers.Message(Tea, 2));
        Assert.False(await IsClaimedAsync());
        await one.OfferAsync(s_ann, Offers.Message(Tea, 3));
        await another.OfferAsync(s_ann, Offers.Message(Tea, 4));

        Assert.False(await IsClaimedAsync());
        Assert.Equal(new InboxSeqNo(4), (await _one.Inboxes.LoadAsync(s_ann, default)).Head);
    }

    /// <summary>Goal: whoever starts disturbs nobody. Method: again and again somebody starts, and two writers of a program that
    /// runs write at once: both see the new claim, one of them drops it while the other has yet to ask what was in its
    /// way.</summary>
    [Fact]
    public async Task Two_writers_that_meet_a_new_claim_at_once_both_go_on()
    {
        var (first, second) = (Drive(_one), Drive(_one));
        for (var round = 1; round <= 20; round++)
        {
            await using var newcomer = await _one.BesideAsync(TimeSpan.FromMinutes(1));
            await newcomer.OpenWriter().TakeOverAsync(default);
            Assert.True(await IsClaimedAsync());

            await Task.WhenAll(
                first.OfferAsync(s_ann, Offers.Message(Tea, round)), second.OfferAsync(Bob, Offers.Message(Tea, round)));

            Assert.False(await IsClaimedAsync());
        }
    }

    [Fact]
    public async Task Another_that_writes_waits_for_what_the_only_one_has_under_way()
    {
        var (one, another) = (Drive(_one), Drive(_another));
        await one.Writer.TakeOverAsync(default);
        await using var batch = await BeginAsync();

        var writing = another.OfferAsync(s_ann, Offers.Message(Tea, 1));
        while (await Sql.AskAsync<long>(
            _connection, $"SELECT count(*) FROM pg_stat_activity WHERE {batch.ProcessID} = ANY(pg_blocking_pids(pid))") == 0)
        {
            Assert.False(writing.IsCompleted);
        }
        await RunAsync(batch, "COMMIT");

        await writing;
    }

    [Fact]
    public async Task Who_starts_while_a_batch_is_under_way_for_long_does_not_claim_and_goes_on()
    {
        await using var third = await _one.BesideAsync(TimeSpan.FromMilliseconds(100));
        var driver = Drive(third);
        await using (await BeginAsync()) await driver.Writer.TakeOverAsync(default);

        await driver.OfferAsync(s_ann, Offers.Message(Tea, 1));

        Assert.False(await IsClaimedAsync());
    }

    /// <summary>As a batch begins.</summary>
    private async Task<NpgsqlConnection> BeginAsync()
    {
        var batch = new NpgsqlConnection(_connection + $";Pooling=false;Search Path={_one.Schema}");
        await batch.OpenAsync();
        await RunAsync(batch, "BEGIN; SELECT pg_advisory_xact_lock_shared(1297314671, ('store'::regclass::oid)::integer)");
        return batch;
    }

    private static StoreDriver Drive(PostgresTestStore store) => new(store, store.OpenWriter());

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task AssertRefusedAsync(StoreDriver one, InboxRun stale)
    {
        Assert.Equal(
            0L, await Sql.AskAsync<long>(_connection, $"SELECT count(*) FROM {_one.Schema}.entry WHERE seq = {stale.Head.Value}"));
        Assert.Equal([WriteOutcome.Conflict], await one.CommitAsync(new InboxWrite(stale, null)));
    }

    private Task<bool> IsClaimedAsync() =>
        Sql.AskAsync<bool>(_connection, $"SELECT sole IS NOT NULL FROM {_one.Schema}.store");
}
