using MessageSync.Inboxes;
using MessageSync.Timelines;

namespace MessageSync.Http.Tests;

/// <summary>A reader who takes nothing, while far more than a megabyte waits in the Inbox.</summary>
public sealed class ReaderWatchTests
{
    private static readonly Caller s_bob = new(new("bob"), new DeviceId("phone"));
    private static readonly Task s_never = new TaskCompletionSource().Task;

    private readonly FakeMessageSync _sync = new() { Sync = new([], "c1", "c2", More: true, null, new("00000000")) };

    [Fact]
    public async Task One_that_has_caught_up_is_too_far_behind()
    {
        var reader = Watch(TimeSpan.FromMinutes(10));
        reader.Wrote(new StreamEvent.CaughtUp("c0", "c0"));

        Assert.False(await reader.TakesAsync(s_never, default));

        Assert.Equal(s_bob with { Device = null }, _sync.LastCaller);   // the look is no sign of life of the device
    }

    [Fact]
    public async Task One_that_is_catching_up_goes_at_its_own_pace_until_it_has_stopped()
    {
        var reader = Watch(TimeSpan.FromSeconds(1.5));

        Assert.False(await reader.TakesAsync(s_never, default));

        Assert.Null(_sync.LastCaller);
    }

    [Fact]
    public async Task The_last_part_of_a_millisecond_is_not_waited_for()
    {
        var stallTime = TimeSpan.FromSeconds(1);
        var reader = Watch(stallTime, new StandingClock(stallTime - TimeSpan.FromMicroseconds(500)));

        Assert.False(await reader.TakesAsync(s_never, default));
    }

    private ReaderWatch Watch(TimeSpan stallTime, TimeProvider? clock = null)
    {
        var reader = new ReaderWatch(s_bob, _sync, new() { StallTime = stallTime }, clock ?? TimeProvider.System);
        reader.Wrote(new StreamEvent.Reset(new(ResetReason.New, "c0")));
        return reader;
    }

    /// <summary>Stands still at <paramref name="at"/> once it was read.</summary>
    private sealed class StandingClock(TimeSpan at) : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Exchange(ref _now, at.Ticks);
    }
}
