using System.Text;
using MessageSync.Load.Mixes;
using MessageSync.Load.Targets;
using MessageSync.Load.Tests.Support;

namespace MessageSync.Load.Tests.Mixes;

/// <summary>The same mixes against the whole server.</summary>
public sealed class HttpTests
{
    [Fact]
    public async Task In_development_mode_the_server_gives_the_token()
    {
        await using var server = await TestServer.StartAsync(development: true);
        await using var target = await HttpTarget.ConnectAsync(server.Address, null, TimeProvider.System, default);

        var (_, result) = await Runs.MomentAsync(
            target, context => new SendMix("groups", "", new(2, 5), 200, context));

        Runs.AssertGood(result);
        Assert.Equal(result.Audit!.Acknowledged, result.Audit.InInbox);
    }

    [Fact]
    public async Task With_a_key_the_driver_signs_its_own()
    {
        await using var server = await TestServer.StartAsync(development: false);
        await using var target = await HttpTarget.ConnectAsync(
            server.Address, (TestServer.Kid, Encoding.UTF8.GetBytes(TestServer.Secret)), TimeProvider.System, default);

        var (_, result) = await Runs.MomentAsync(
            target, context => new SendMix("one-to-one", "", new(5, null), 200, context));

        Runs.AssertGood(result);
    }

    [Fact]
    public async Task Devices_drop_and_come_back_over_HTTP_and_large_groups_and_histories_are_read()
    {
        await using var server = await TestServer.StartAsync(development: true);
        await using var target = await HttpTarget.ConnectAsync(server.Address, null, TimeProvider.System, default);

        var storm = await Runs.MomentAsync(target, context => new ReconnectStormMix(10, 30, 100, 10, context), 40);
        var large = await Runs.MomentAsync(
            target, context => new SendMix("large-group", "", new(1, 600), 1, context), 40);
        var roaming = await Runs.MomentAsync(target, context => new RoamingMix(1, 100, 50, 10, context), 40);

        Runs.AssertGood(storm.Result);
        Assert.All(storm.Brought, entries => Assert.True(entries >= 30, $"{entries} entries"));
        Runs.AssertGood(large.Result);
        Runs.AssertGood(roaming.Result);
        Assert.Equal(large.Result.Audit!.Acknowledged, large.Result.Audit.InHistory);
    }

    [Fact]
    public async Task Streams_are_held_over_HTTP()
    {
        await using var server = await TestServer.StartAsync(development: true);
        await using var target = await HttpTarget.ConnectAsync(server.Address, null, TimeProvider.System, default);

        var (brought, result) = await Runs.MomentAsync(target, context => new StreamsMix(new(2, 10), 200, context), 40);

        Runs.AssertGood(result);
        Assert.All(brought, deliveries => Assert.Equal(10, deliveries));
    }

    [Fact]
    public async Task A_server_that_cuts_streams_off_is_an_error()
    {
        await using var server = await TestServer.StartAsync(development: true);
        await using var target = await HttpTarget.ConnectAsync(server.Address, null, TimeProvider.System, default);
        var failed = new TaskCompletionSource<TargetException>();
        await using var older = new HeldStream(new("ann"), new("phone"), target, _ => { }, failed.SetResult);
        await using var newer = new HeldStream(new("ann"), new("phone"), target, _ => { }, _ => { });
        await older.OpenAsync(null, default);

        await newer.OpenAsync(null, default);

        Assert.Equal("stream-ended", (await failed.Task.WaitAsync(TimeSpan.FromMinutes(1))).Kind);
    }

    [Fact]
    public async Task Without_a_key_a_server_in_production_is_told_from_a_broken_one()
    {
        await using var server = await TestServer.StartAsync(development: false);

        var refused = await Assert.ThrowsAsync<TargetException>(
            () => HttpTarget.ConnectAsync(server.Address, null, TimeProvider.System, default));

        Assert.Contains("--key", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_a_sound_server_refuses_for_good_is_an_error_by_its_slug()
    {
        await using var server = await TestServer.StartAsync(development: true);
        await using var target = await HttpTarget.ConnectAsync(server.Address, null, TimeProvider.System, default);

        var refused = await Assert.ThrowsAsync<TargetException>(
            () => target.RoamAsync(new("nobody"), new("nowhere"), null, 10, default));

        Assert.Equal("conversation-not-found", refused.Kind);
    }
}
