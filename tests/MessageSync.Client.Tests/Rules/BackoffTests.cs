namespace MessageSync.Client.Tests.Rules;

public sealed class BackoffTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0.0, 1, 2, 4)]
    [InlineData(0.5, 0.75, 1.5, 3)]
    [InlineData(1.0, 0.5, 1, 2)]
    public void Pauses_double_and_jitter_shortens_them_by_up_to_a_half(
        double jitter, double first, double second, double third)
    {
        var backoff = new Backoff(new() { Jitter = () => jitter });

        Assert.Equal(
            [first, second, third], Enumerable.Range(0, 3).Select(_ => Pause(backoff, new DeviceReply.Lost())));
    }

    [Theory]
    [InlineData(0.0, 5)]
    [InlineData(1.0, 5.5)]
    public void What_the_server_asks_for_is_the_least_also_where_something_in_between_asks(double jitter, double pause)
    {
        var after = TimeSpan.FromSeconds(5);

        Assert.Equal(pause, Pause(new(new() { Jitter = () => jitter }), new DeviceReply.Refused("overloaded", after)));
        Assert.Equal(pause, Pause(new(new() { Jitter = () => jitter }), new DeviceReply.Lost(after)));
    }

    private static double Pause(Backoff backoff, DeviceReply reply)
    {
        backoff.Failed(s_noon, reply);
        return (backoff.Until!.Value - s_noon).TotalSeconds;
    }
}
