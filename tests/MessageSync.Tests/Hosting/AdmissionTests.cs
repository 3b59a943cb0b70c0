using MessageSync.Hosting;

namespace MessageSync.Tests.Hosting;

public sealed class AdmissionTests
{
    private const int Always = 1536;
    private const int Burst = 4096;
    private const int InRush = 96;
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(10);

    private readonly StoppedClock _clock = new();
    private readonly MessageSyncOptions _options = new();
    private readonly Admission _admission;

    public AdmissionTests() => _admission = new(_clock, _options);

    [Fact]
    public void A_burst_is_let_in_whole()
    {
        Assert.Equal(Burst, Enter(Burst));
    }

    [Fact]
    public void A_burst_has_an_end()
    {
        Assert.Equal(Burst, Enter(20_000));
    }

    [Fact]
    public void What_stands_longer_than_a_burst_is_refused()
    {
        Enter(Always + 1);

        _clock.Pass(_options.BurstTime);

        Assert.False(_admission.TryEnter());
    }

    [Fact]
    public void In_a_rush_the_queue_is_kept_short()
    {
        Enter(Always + 1);
        _clock.Pass(_options.BurstTime);
        Assert.False(_admission.TryEnter());

        Leave(Always + 1 - InRush);
        Assert.False(_admission.TryEnter());
        Leave(1);

        Assert.Equal(1, Enter(1000));
    }

    [Fact]
    public void A_rush_that_goes_on_lets_in_no_second_burst()
    {
        Enter(20_000);
        Leave(Burst);
        for (var second = 0; second < 5; second++)
        {
            Assert.Equal(InRush, Enter(1000));
            _clock.Pass(TimeSpan.FromSeconds(1));
            Leave(InRush);
        }
    }

    [Fact]
    public void Who_waits_as_told_finds_the_rush_over()
    {
        Enter(20_000);
        Leave(Burst);
        _clock.Pass(TimeSpan.FromSeconds(1));
        Enter(InRush + 5);
        for (var i = 0; i < 200; i++)
        {
            Leave(1);
            Enter(1);
        }
        _clock.Pass(TimeSpan.FromSeconds(1));
        Leave(InRush);

        Assert.Equal(1000, Enter(1000));
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(20_000)]
    [InlineData(60_000)]
    public void At_four_times_the_pace_nobody_who_is_let_in_waits_longer_than_a_tenth_of_the_queue_time(int perSecond)
    {
        var perTick = perSecond / 100;
        var longest = 0.0;
        for (var tick = 0; tick < 1000; tick++)
        {
            var before = Enter(perTick * 4);
            UnderWay += before;
            if (tick > 300) longest = Math.Max(longest, (double)UnderWay / perSecond);

            _clock.Pass(s_tick);
            var done = Math.Min(perTick, UnderWay);
            Leave(done);
            UnderWay -= done;
        }

        // What is always let in may take longer where little is done.
        var least = (double)InRush / perSecond;
        Assert.InRange(longest, 0, Math.Max(least, 0.11 * _options.QueueTime.TotalSeconds));
    }

    [Fact]
    public void When_the_rush_is_over_everybody_is_let_in_again()
    {
        for (var tick = 0; tick < 500; tick++)
        {
            UnderWay += Enter(400);
            _clock.Pass(s_tick);
            Leave(100);
            UnderWay -= 100;
        }
        Leave(UnderWay);
        _clock.Pass(TimeSpan.FromSeconds(2));

        Assert.Equal(2000, Enter(2000));
    }

    private int UnderWay { get; set; }

    private int Enter(int commands) => Enumerable.Range(0, commands).Count(_ => _admission.TryEnter());

    private void Leave(int commands)
    {
        for (var i = 0; i < commands; i++) _admission.Leave();
    }
}
