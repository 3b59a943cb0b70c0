using MessageSync.Grains;
using MessageSync.Hosting;

namespace MessageSync.Tests;

public sealed class ActivationsTests
{
    private static readonly TimeSpan s_idle = TimeSpan.FromMinutes(2);

    private readonly StoppedClock _clock = new();
    private readonly Activations<string, Grain> _grains;

    public ActivationsTests() => _grains = new((id, _) => new(id), grain => !grain.IsBusy, _clock);

    [Fact]
    public void A_grain_that_nobody_called_for_longer_than_the_idle_time_is_forgotten()
    {
        var first = _grains.Get("ann");
        _clock.Pass(s_idle + TimeSpan.FromSeconds(1));

        _grains.Retire(s_idle);

        Assert.Equal(0, _grains.Count);
        Assert.NotSame(first, _grains.Get("ann"));
    }

    [Fact]
    public void A_call_keeps_a_grain_for_another_idle_time()
    {
        var first = _grains.Get("ann");
        _grains.Get("bob");
        _clock.Pass(s_idle);
        _grains.Get("ann");
        _clock.Pass(TimeSpan.FromSeconds(1));

        _grains.Retire(s_idle);

        Assert.Equal([first], _grains.All);
    }

    [Fact]
    public void A_grain_that_has_something_to_lose_stays_until_it_has_not()
    {
        var busy = _grains.Get("ann");
        busy.IsBusy = true;
        _clock.Pass(s_idle * 10);

        _grains.Retire(s_idle);
        Assert.Equal([busy], _grains.All);

        busy.IsBusy = false;
        _grains.Retire(s_idle);
        Assert.Equal(0, _grains.Count);
    }

    [Fact]
    public void However_many_come_by_only_those_of_the_last_idle_time_stay()
    {
        for (var minute = 0; minute < 60; minute++)
        {
            for (var i = 0; i < 100; i++) _grains.Get($"user-{minute}-{i}");
            _clock.Pass(TimeSpan.FromMinutes(1));
            _grains.Retire(s_idle);

            Assert.InRange(_grains.Count, 0, 200);
        }
    }

    [Fact]
    public void Who_waits_for_hints_keeps_a_grain_as_long_as_the_lease()
    {
        var watchers = new Watchers(_clock);
        watchers.Renew(new NoHints());
        _clock.Pass(Watchers.Lease);
        Assert.True(watchers.Any);

        _clock.Pass(TimeSpan.FromSeconds(1));

        Assert.False(watchers.Any);
    }

    private sealed record Grain(string Id)
    {
        public bool IsBusy { get; set; }
    }

    private sealed class NoHints : IHints
    {
        public void InboxMoved(UserId owner, InboxSeqNo head)
        {
            // Nobody listens.
        }

        public void StreamsEnd(UserId owner, DeviceId device, long before, StreamEnd end)
        {
            // Nobody listens.
        }

        public void GroupMoved(ConversationId conversation, ChangeNo change)
        {
            // Nobody listens.
        }

        public void InboxLeft(UserId owner)
        {
            // Nobody listens.
        }

        public void GroupLeft(ConversationId conversation)
        {
            // Nobody listens.
        }
    }
}
