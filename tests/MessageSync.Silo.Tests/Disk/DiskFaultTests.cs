using System.Text.Json;
using MessageSync.TestDisk;

namespace MessageSync.Silo.Tests.Disk;

/// <summary>What clients and operators see of a disk that fails, and that it is over when the disk works
/// again.</summary>
public sealed class DiskFaultTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(DiskCall.Write, DiskAnswer.Full, "is full: make room")]
    [InlineData(DiskCall.Write, DiskAnswer.ReadOnly, "cannot be written any more")]
    [InlineData(DiskCall.Write, DiskAnswer.WriteFailed, "Writing to the disk of")]
    [InlineData(DiskCall.Sync, DiskAnswer.SyncFailed, "Writing to the disk of")]
    public async Task A_disk_that_does_not_write_refuses_sends_and_nothing_else_until_it_does(
        DiskCall call, int answer, string told)
    {
        await using var silo = await FaultySilo.StartAsync();
        Assert.Equal(201, (await silo.SendAsync("1")).Status);
        Assert.Equal(["1"], await silo.InboxAsync(1));

        silo.Disk.Fault = (asked, _) => asked == call ? answer : DiskAnswer.Ok;
        foreach (var key in new[] { "2", "3", "2" }) AssertUnavailable(await silo.SendAsync(key));

        // One whose outcome is unknown may be found to be stored.
        Assert.True(await silo.TimelineAsync() is ["1"] or ["1", "2"]);
        Assert.Equal(200, (await silo.CallAsync("bob", "/v1/inbox")).Status);
        Assert.Equal(200, (await silo.CallAsync("bob", "/v1/conversations")).Status);
        Assert.Contains(told, Assert.Single(silo.Log.Shown), StringComparison.Ordinal);
        Assert.Contains(silo.File, silo.Log.Shown[0], StringComparison.Ordinal);
        var backs = silo.Log.Backs;
        silo.Disk.Fault = null;
        await silo.Log.Changed.UntilAsync(() => silo.Log.Backs > backs, s_patience);

        var seqs = new List<long>();
        foreach (var key in new[] { "1", "2", "3", "2" }) seqs.Add(Seq(await silo.SendAsync(key)));

        // What was refused may be stored yet, in whatever order.
        var keys = seqs[1] == 2 ? ["1", "2", "3"] : new[] { "1", "3", "2" };
        Assert.Equal(keys.Select(key => Array.IndexOf(["1", "2", "3"], key)).Select(i => seqs[i]), [1, 2, 3]);
        Assert.Equal(seqs[1], seqs[3]);
        Assert.Equal(keys, await silo.TimelineAsync());
        Assert.Equal(keys, await silo.InboxAsync(3));
        Assert.Equal(2, silo.Log.Shown.Count);
        Assert.Equal($"{silo.File} is written to again; all is well", silo.Log.Shown[1]);
        await silo.RestartAsync();
        Assert.Equal(keys, await silo.TimelineAsync());
        Assert.Empty(silo.Log.Shown);
    }

    [Fact]
    public async Task A_disk_that_does_not_read_refuses_what_is_not_in_memory_until_it_does()
    {
        await using var silo = await FaultySilo.StartAsync();
        Assert.Equal(201, (await silo.SendAsync("1")).Status);
        await silo.RestartAsync();

        silo.Disk.Fault = (asked, _) => asked == DiskCall.Read ? DiskAnswer.ReadFailed : DiskAnswer.Ok;
        for (var i = 0; i < 3; i++) AssertUnavailable(await silo.CallAsync("bob", "/v1/conversations/tea/messages"));
        silo.Disk.Fault = null;

        Assert.Equal(["1"], await silo.TimelineAsync());
        Assert.Equal(2, silo.Log.Shown.Count);
        Assert.StartsWith($"Reading {silo.File} fails", silo.Log.Shown[0], StringComparison.Ordinal);
        Assert.Equal($"{silo.File} is read again; all is well", silo.Log.Shown[1]);
    }

    [Fact]
    public async Task A_slow_disk_holds_up_sends_and_no_reads()
    {
        await using var silo = await FaultySilo.StartAsync(writeTimeout: s_patience);
        using var slow = new SlowDisk(silo.Disk);

        var first = silo.SendAsync("1");
        await slow.Asked;
        var second = silo.SendAsync("2");
        var empty = await silo.TimelineAsync();
        var list = await silo.CallAsync("bob", "/v1/conversations");
        var isAnswered = first.IsCompleted || second.IsCompleted;
        slow.LetGo();

        Assert.Equal((1, 2), (Seq(await first), Seq(await second)));
        Assert.False(isAnswered);
        Assert.Empty(empty);
        Assert.Equal(200, list.Status);
        Assert.Empty(silo.Log.Shown);
    }

    [Fact]
    public async Task A_send_that_takes_too_long_is_refused_and_its_repetition_finds_it()
    {
        await using var silo = await FaultySilo.StartAsync(writeTimeout: TimeSpan.FromMilliseconds(100));
        using var slow = new SlowDisk(silo.Disk);

        AssertUnavailable(await silo.SendAsync("1"));
        slow.LetGo();
        Assert.Equal(["1"], await silo.InboxAsync(1));
        var again = await silo.SendAsync("1");

        Assert.Equal(1, Seq(again));
        Assert.True(again.Json.GetProperty("duplicate").GetBoolean());
        Assert.Equal(["1"], await silo.TimelineAsync());
    }

    private static void AssertUnavailable((int Status, JsonElement Json, TimeSpan? RetryAfter) reply)
    {
        Assert.Equal((503, "/problems/store-unavailable"), (reply.Status, reply.Json.GetProperty("type").GetString()));
        Assert.Equal(TimeSpan.FromSeconds(1), reply.RetryAfter);
    }

    private static long Seq((int Status, JsonElement Json, TimeSpan? RetryAfter) reply)
    {
        Assert.True(reply.Status is 200 or 201, reply.Json.ToString());
        return reply.Json.GetProperty("seq").GetInt64();
    }

    /// <summary>Every sync waits until it is let go.</summary>
    private sealed class SlowDisk : IDisposable
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _go = new();

        public SlowDisk(FaultyDisk disk) => disk.Fault = (call, _) =>
        {
            if (call != DiskCall.Sync) return DiskAnswer.Ok;

            _asked.TrySetResult();
            _go.Wait();
            return DiskAnswer.Ok;
        };

        public Task Asked => _asked.Task;

        public void LetGo() => _go.Set();

        public void Dispose() => _go.Set();
    }
}
