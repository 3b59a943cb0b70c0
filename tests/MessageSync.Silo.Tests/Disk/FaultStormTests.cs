using System.Collections.Concurrent;
using MessageSync.TestDisk;

namespace MessageSync.Silo.Tests.Disk;

/// <summary>
/// Goal: however often the disk fails under load, nothing acknowledged is lost and nothing is doubled.
/// Method: senders repeat each send until it is acknowledged while the disk fails at drawn calls, a few calls at a
/// time; then it works, and everything is compared. A failure names its seed.
/// </summary>
public sealed class FaultStormTests
{
    private const int Senders = 8;
    private const int SendsEach = 25;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Sends_are_stored_once_whatever_the_disk_does(int seed)
    {
        await using var silo = await FaultySilo.StartAsync(seed, writeTimeout: TimeSpan.FromMilliseconds(100));
        var storm = new Storm(seed);
        silo.Disk.Fault = storm.Answer;
        var seqs = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        var refused = 0;

        await Task.WhenAll(Enumerable.Range(0, Senders).Select(async sender =>
        {
            for (var i = 0; i < SendsEach; i++)
            {
                var key = $"{sender}-{i}";
                while (!seqs.ContainsKey(key))
                {
                    var (status, json, _) = await silo.SendAsync(key, sender % 2 == 0 ? "ann" : "bob");
                    if (status is 200 or 201) seqs[key] = json.GetProperty("seq").GetInt64();
                    else if (status == 503) Interlocked.Increment(ref refused);
                    else Assert.Fail($"{key}: {status} {json}");
                }
            }
        }));
        silo.Disk.Fault = null;

        var keys = seqs.OrderBy(one => one.Value).Select(one => one.Key).ToList();
        Assert.Equal(Enumerable.Range(1, keys.Count).Select(n => (long)n), seqs.Values.Order());
        Assert.Equal(keys, await silo.TimelineAsync());
        Assert.Equal(keys, await silo.InboxAsync(keys.Count));
        Assert.True(refused > 0);
        await silo.RestartAsync();
        Assert.Equal(keys, await silo.TimelineAsync());
        Assert.Equal(keys, await silo.InboxAsync(keys.Count));
    }

    /// <summary>Fails a few calls of a kind, then none for a while.</summary>
    private sealed class Storm(int seed)
    {
        private readonly Lock _gate = new();
        private readonly Random _random = new(seed);
        private DiskCall _failing;
        private int _answer;
        private int _calls;

        public int Answer(DiskCall call, string file)
        {
            lock (_gate)
            {
                if (--_calls < 0) Draw();
                return call == _failing ? _answer : DiskAnswer.Ok;
            }
        }


        private void Draw()
        {
            (_failing, _answer) = _random.Next(5) switch
            {
                0 => (DiskCall.Write, DiskAnswer.Full),
                1 => (DiskCall.Write, DiskAnswer.WriteFailed),
                2 => (DiskCall.Sync, DiskAnswer.SyncFailed),
                3 => (DiskCall.Read, DiskAnswer.ReadFailed),
                _ => (DiskCall.Delete, DiskAnswer.Ok),
            };
            _calls = _answer == DiskAnswer.Ok ? _random.Next(50, 600) : _random.Next(1, 40);
        }
    }
}
