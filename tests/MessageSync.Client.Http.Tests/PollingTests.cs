using System.Net;
using System.Threading.Channels;
using MessageSync.Client.Sqlite;

namespace MessageSync.Client.Http.Tests;

/// <summary>Devices against the real server, by long poll.</summary>
public sealed class PollingTests : TeaTests
{
    [Fact]
    public async Task What_happens_to_messages_shows_on_the_device()
    {
        await Ann.SendAsync("tea", new("k1", "one"));
        await using var bob = Bob(options: Phone.Polling).Start();

        await bob.Session.WantAsync("tea", new RoamAnchor.Newest());
        await Ann.SendAsync("tea", new("k2", "two"));
        await bob.UntilShowsAsync("one", "two");
        await Ann.EditAsync("tea", new(1, 0, "uno"));
        await Ann.RecallAsync("tea", 2);

        await bob.UntilShowsAsync("uno", null);
        Assert.Equal(DeviceConnection.Polling, bob.Session.State);
    }

    [Fact]
    public async Task What_is_sent_without_a_network_goes_out_once_when_it_is_back_also_after_a_restart()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("messagesync-store-").FullName, "bob.db");
        await using (var before = Bob(options: Phone.Polling, store: new SqliteDeviceStore(path)).Start())
        {
            await before.UntilAsync(
                async () => await before.Session.ConversationAsync("tea") is not null, "the conversation");
            await Server.GoDownAsync();
            await before.Session.SendAsync("tea", "one");
            await before.Session.SendAsync("tea", "two");
            await before.UntilAsync(DeviceConnection.Unreachable);
        }

        await using var after = Bob(options: Phone.Polling, store: new SqliteDeviceStore(path)).Start();
        Assert.Equal(2, (await after.Session.OutboxAsync("tea")).Count);
        await Server.ComeBackAsync();

        await after.UntilShowsAsync("one", "two");
        await after.UntilAsync(async () => (await after.Session.OutboxAsync()).Count == 0, "an empty outbox");
        Assert.Equal(["one", "two"], (await Ann.RoamAsync("tea")).Messages.Select(message => message.Body));
        await after.StopAsync();
        (after.Store as IDisposable)?.Dispose();
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public async Task A_conversation_that_is_opened_does_not_wait_behind_a_held_sync()
    {
        using (var direct = Server.Api("bob"))
            while ((await direct.SyncAsync(wait: TimeSpan.FromSeconds(20))).Entries.Count == 0) { }
        var asked = Channel.CreateUnbounded<string>();
        var way = new Interceptor
        {
            Answer = request =>
            {
                asked.Writer.TryWrite(request.RequestUri!.PathAndQuery);
                return null;
            },
        };
        var options = Phone.Polling with { Device = Phone.Polling.Device with { Wait = TimeSpan.FromSeconds(60) } };
        await using var bob = Bob(way, options).Start();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        while (!(await asked.Reader.ReadAsync(patience.Token)).Contains("wait=60000", StringComparison.Ordinal)) { }
        await bob.Session.OpenAsync("tea");

        Assert.Equal("/v1/conversations/tea", await asked.Reader.ReadAsync(patience.Token));
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.4)]
    [InlineData(0.6)]
    public async Task A_pause_that_ends_between_two_looks_at_the_clock_is_woken_up_from(double millisecondsALook)
    {
        var left = 5;
        var way = new Interceptor
        {
            Answer = _ => Interlocked.Decrement(ref left) >= 0 ? Interceptor.Of(HttpStatusCode.BadGateway) : null,
        };
        var options = Phone.Polling with { Device = Phone.Polling.Device with { Jitter = () => 0 } };
        var clock = new BusyClock(TimeSpan.FromMilliseconds(millisecondsALook));

        await using var bob = Bob(way, options, clock: clock).Start();

        await bob.UntilAsync(async () => await bob.Session.ConversationAsync("tea") is not null, "tea");
    }

    private sealed class BusyClock(TimeSpan look) : TimeProvider
    {
        private long _looks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Increment(ref _looks) * look.Ticks;
    }
}
