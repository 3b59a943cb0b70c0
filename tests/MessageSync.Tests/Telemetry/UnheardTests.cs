using System.Diagnostics;
using MessageSync.FanOut;
using MessageSync.FrontEnd;
using MessageSync.Grains;
using MessageSync.Storage;

namespace MessageSync.Tests.Telemetry;

/// <summary>Where nobody listens nothing is made.</summary>
[Collection(nameof(SpansAlone))]
public sealed class UnheardTests
{
    [Fact]
    public void Where_nobody_listens_instruments_and_spans_allocate_nothing()
    {
        Activity.Current = null;
        var (frontEnd, fanOut, grains) = (new FrontEndMetrics(), new FanOutMetrics(null, TimeProvider.System), new GrainMetrics(null));
        IReadOnlyList<PendingAnnouncement> round = [];
        IReadOnlyList<StoreWrite> writes = [new LagClear(1)];
        IReadOnlyList<StreamEvent> events = [new StreamEvent.Conflict()];
        Everything();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Everything();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.False(frontEnd.HearsSends);

        void Everything()
        {
            Storage.Telemetry.Detach();
            Assert.Null(Storage.Telemetry.Cause);
            Assert.Null(Storage.Telemetry.Causes(writes, static _ => null));
            Assert.Null(CommitMetrics.Unheard.Begin(writes, 0, TimeProvider.System));
            Assert.Null(FanOutMetrics.Begin(default, round));
            Assert.True(fanOut.Now() == 0);
            fanOut.Announced(round);
            fanOut.Taken(1);
            grains.Overloaded("store");
            grains.Trimmed(1);
            frontEnd.Hinted("inbox");
            frontEnd.Delivered(events);
        }
    }
}
