using System.Globalization;

namespace MessageSync.Load.Commands;

/// <summary>Durations as people write them: <c>500ms</c>, <c>5s</c>, <c>2m</c>, <c>1h</c>.</summary>
internal static class Durations
{
    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
    ];

    /// <summary>Reads one.</summary>
    /// <returns>False for everything else, a number without a unit included.</returns>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        foreach (var (unit, length) in Units)
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal)) continue;

            if (!double.TryParse(
                    text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture, out var number)
                || number * length.TotalDays > TimeSpan.MaxValue.TotalDays / 2)
                continue;

            duration = length * number;
            return true;
        }
        return false;
    }

    /// <summary>Writes one, in the greatest unit that has no decimals.</summary>
    public static string Text(TimeSpan duration)
    {
        var (unit, length) = Units.LastOrDefault(unit => duration.Ticks % unit.Length.Ticks == 0, Units[0]);
        return duration == TimeSpan.Zero ? "0s" : (duration / length).ToString(CultureInfo.InvariantCulture) + unit;
    }
}
