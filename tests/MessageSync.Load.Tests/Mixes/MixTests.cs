using MessageSync.Load.Mixes;
using MessageSync.Load.Targets;
using MessageSync.Load.Tests.Support;

namespace MessageSync.Load.Tests.Mixes;

/// <summary>Every mix for a moment, in process on the in-memory store.</summary>
public sealed class MixTests
{
    [Fact]
    public async Task One_to_one_sends_and_both_Inboxes_have_it()
    {
        var (_, result) = await MomentAsync(context => new SendMix("one-to-one", "", new(20, null), 200, context));

        Assert.True(result.Audit!.Acknowledged > 0);
        Assert.Equal(result.Audit.Acknowledged, result.Audit.InInbox);
    }

    [Fact]
    public async Task Groups_send_and_every_member_has_it()
    {
        var (_, result) = await MomentAsync(context => new SendMix("groups", "", new(2, 50), 200, context));

        Assert.Equal(10, result.Audit!.Users);
        Assert.True(result.Audit.Acknowledged >= 5 * 200);
        Assert.Equal(result.Audit.Acknowledged, result.Audit.InInbox);
    }

    [Fact]
    public async Task A_large_group_sends_and_its_members_find_it_in_the_history()
    {
        var (_, result) = await MomentAsync(context => new SendMix("large-group", "", new(1, 1600), 200, context));

        Assert.Equal(0, result.Audit!.InInbox);
        Assert.Equal(10 * 200, result.Audit.InHistory);
    }

    [Fact]
    public async Task A_sync_storm_reads_full_Inboxes_page_by_page()
    {
        var (brought, _) = await MomentAsync(context => new SyncStormMix(10, 55, 20, 10, context));

        // 20, 20, 15, and again from the beginning.
        Assert.Equal([15, 20], brought.Distinct().Order());
    }

    [Fact]
    public async Task Roaming_reads_whole_pages_of_long_histories()
    {
        var (brought, _) = await MomentAsync(context => new RoamingMix(2, 300, 50, 10, context));

        Assert.Equal(50, brought.Max());
    }

    [Fact]
    public async Task A_device_of_the_reconnect_storm_reads_what_it_missed_and_then_holds_its_stream()
    {
        using var mix = new Disposal();

        var (brought, result) = await MomentAsync(context => mix.Keep(new ReconnectStormMix(10, 30, 500, 10, context)));

        Assert.All(brought, entries => Assert.True(entries >= 30, $"{entries} entries"));
        Assert.True(result.Notes["entries by streams"] >= brought.Sum() + (10 * 30));
    }

    [Theory]
    [InlineData(null, 2)]
    [InlineData(20, 20)]
    public async Task A_message_to_open_streams_counts_when_all_members_have_it(int? members, int deliveries)
    {
        var (brought, result) = await MomentAsync(context => new StreamsMix(new(4, members), 200, context));

        Assert.All(brought, count => Assert.Equal(deliveries, count));
        Assert.Equal(0, result.Recorder.Unfinished);
        Assert.Equal(result.Audit!.Acknowledged, result.Audit.InInbox);
    }

    [Fact]
    public async Task Chat_logs_are_replayed_to_their_end_with_who_comes_and_goes()
    {
        using var logs = new LogFolder()
            .With("2004-11-15.txt",
                "[23:58] <ann> hello", "=== bob [~b@host]  has joined #ubuntu", "[23:59] <bob> hi ann",
                "=== bob is now known as rob", "[00:01] <rob> me again", "=== ann [~a@host]  has left #ubuntu")
            .With("2004-11-16.txt", "[08:00] <ann> morning", "[08:01]  * ann waves");

        var (brought, result) = await MomentAsync(context => new ChatLogsMix(logs.Files, speed: null, context));

        Assert.Equal(7, result.Recorder.Successes);
        Assert.Equal(4, brought.Sum());
        Assert.Equal((3, 4L, 4L), (result.Audit!.Users, result.Audit.Acknowledged, result.Audit.InInbox));
    }

    [Fact]
    public void The_schedule_of_chat_logs_is_theirs_with_silences_cut()
    {
        using var logs = new LogFolder()
            .With("2004-11-15.txt", "[10:00] <ann> a", "[10:01] <ann> b", "[12:00] <bob> c")
            .With("2010-01-01.txt", "[09:00] <bob> d");

        var script = ChatLogScript.Read(logs.Files);

        Assert.Equal([0, 1, 16, 31], script.Select(line => line.At.TotalMinutes));
    }

    [Fact]
    public void Lines_of_one_user_wait_for_each_other_and_of_others_do_not()
    {
        using var logs = new LogFolder().With(
            "2004-11-15.txt", "[10:00] <ann> a", "[10:00] <bob> b", "=== bob is now known as ann2", "[10:01] <ann> c",
            "[10:02] <ann2> d", "[10:03] <bob> e");

        var script = ChatLogScript.Read(logs.Files);

        Assert.Equal([-1, -1, 1, 0, 2, 2], script.Select(line => Math.Max(line.After, line.AndAfter)));
    }

    private static async Task<(IReadOnlyCollection<int> Brought, RunResult Result)> MomentAsync(
        Func<MixContext, IMix> make)
    {
        await using var target = await InProcessTarget.StartInMemoryAsync();
        var run = await Runs.MomentAsync(target, make);
        Runs.AssertGood(run.Result);
        return run;
    }

    private sealed class Disposal : IDisposable
    {
        private IDisposable? _kept;

        public T Keep<T>(T made) where T : IDisposable
        {
            _kept = made;
            return made;
        }

        public void Dispose() => _kept?.Dispose();
    }
}
