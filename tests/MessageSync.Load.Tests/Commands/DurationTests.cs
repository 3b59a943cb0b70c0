using MessageSync.Load.Commands;

namespace MessageSync.Load.Tests.Commands;

public sealed class DurationTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("5s", 5000)]
    [InlineData("1.5s", 1500)]
    [InlineData("2m", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("0s", 0)]
    public void A_number_with_a_unit_is_a_duration(string text, double milliseconds)
    {
        Assert.True(Durations.TryParse(text, out var duration));

        Assert.Equal(milliseconds, duration.TotalMilliseconds);
        Assert.True(Durations.TryParse(Durations.Text(duration), out var again));
        Assert.Equal(duration, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("5 s")]
    [InlineData("5S")]
    [InlineData("1,5s")]
    [InlineData("99999999999999999999h")]
    public void Anything_else_is_none(string text) => Assert.False(Durations.TryParse(text, out _));
}
