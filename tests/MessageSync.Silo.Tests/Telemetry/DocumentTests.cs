using System.Diagnostics.Metrics;
using MessageSync.Silo.Tests.Disk;
using MessageSync.TestDisk;
using MessageSync.Tests.Telemetry;
using MessageSync.Timelines;
using Microsoft.Extensions.DependencyInjection;

namespace MessageSync.Silo.Tests.Telemetry;

/// <summary>The page and the code say the same: every instrument is made to measure something, and each tag is seen.</summary>
public sealed class DocumentTests
{
    private static readonly ConversationId s_tea = new("tea");

    [Fact]
    public async Task The_page_lists_what_there_is_and_nothing_else()
    {
        await using var silo = await FaultySilo.StartAsync(configure: Small);
        using var recorder = new Recorder(silo.Services.GetRequiredService<IMeterFactory>());
        await ExerciseAsync(silo, recorder);

        var measured = recorder.All.ToLookup(one => one.Instrument.Name, StringComparer.Ordinal);
        var documented = DocumentedInstruments.Read();

        Assert.Equal(
            recorder.Instruments.Keys.Order(StringComparer.Ordinal),
            documented.Select(one => one.Name).Order(StringComparer.Ordinal));
        foreach (var one in documented)
        {
            var instrument = recorder.Instruments[one.Name];
            Assert.Equal((one.Name, one.Kind, one.Unit), (instrument.Name, KindOf(instrument), instrument.Unit));
            Assert.False(string.IsNullOrEmpty(instrument.Description), one.Name);
            Assert.True(measured.Contains(one.Name), $"{one.Name} measured nothing.");
            var tags = measured[one.Name].SelectMany(seen => seen.Tags).ToList();
            Assert.True(
                tags.Select(tag => tag.Key).ToHashSet(StringComparer.Ordinal).SetEquals(one.Tags.Keys),
                $"{one.Name} has the tags {string.Join(", ", tags.Select(tag => tag.Key).Distinct())}.");
            Assert.All(tags, tag => Assert.Contains(Assert.IsType<string>(tag.Value), one.Tags[tag.Key]));
        }
    }

    private static void Small(MessageSyncOptions options) => (options.InboxEntriesMax, options.WaitingMax) = (10, 10);

    /// <summary>All that can happen, once.</summary>
    private static async Task ExerciseAsync(FaultySilo silo, Recorder recorder)
    {
        var sync = silo.Services.GetRequiredService<IMessageSync>();
        var (ann, bob) = (As("ann"), As("bob"));
        var gone = new CancellationToken(canceled: true);

        using (var stream = await silo.OpenStreamAsync("bob"))
        {
            await sync.SendAsync(ann, s_tea, new("1"), Text("a"));
            await recorder.UntilAsync(
                () => recorder.Of("messagesync.stream.events", ("messagesync.event", "caught-up")).Count > 0, "caught up");
        }
        await recorder.UntilAsync(() => recorder.Of("messagesync.stream.ends").Count > 0, "the end of a stream");
        await sync.SendAsync(ann, new("none"), new("1"), Text("a"));
        await sync.RoamAsync(ann, s_tea, new RoamingAnchor.Newest());
        await sync.RoamAsync(ann, new("none"), new RoamingAnchor.Newest());
        await sync.SyncAsync(bob, new());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sync.SyncAsync(bob, new(), gone));

        for (var i = 0; recorder.Of("messagesync.inbox.dropped").Count == 0; i++)
            await sync.SendAsync(ann, s_tea, new($"d{i}"), Text("a"));
        while (recorder.Of("messagesync.overloads").Count == 0)
            await Task.WhenAll(Enumerable.Range(0, 500).Select(i => sync.SendAsync(ann, s_tea, new($"o{i}"), Text("a"))));

        silo.Disk.Fault = (call, _) => call == DiskCall.Sync ? DiskAnswer.SyncFailed : DiskAnswer.Ok;
        await silo.SendAsync("fault");
        silo.Disk.Fault = null;
        await recorder.UntilAsync(() => recorder.Of("messagesync.commit.retries").Count > 0, "the journal asked");
        await recorder.UntilAsync(() => recorder.Of("messagesync.store.errors").Count > 0, "an error of the store");
    }

    private static Caller As(string user) => new(new(user), new DeviceId("tablet"));

    private static MessageBody Text(string text) =>
        new(System.Text.Encoding.UTF8.GetBytes(text), IsText: true, MessageBody.DefaultContentType);

    private static string KindOf(Instrument instrument)
    {
        var type = instrument.GetType().Name.Split('`')[0];
        return type switch
        {
            nameof(Counter<int>) or nameof(ObservableCounter<int>) => "counter",
            nameof(UpDownCounter<int>) or nameof(ObservableUpDownCounter<int>) => "up-down counter",
            nameof(ObservableGauge<int>) or nameof(Gauge<int>) => "gauge",
            nameof(Histogram<int>) => "histogram",
            _ => type,
        };
    }
}
