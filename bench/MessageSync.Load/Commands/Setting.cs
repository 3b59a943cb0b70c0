using System.CommandLine;
using System.Globalization;

namespace MessageSync.Load.Commands;

/// <summary>An option that belongs into the report, with its value as it is shown there.</summary>
/// <param name="Option">The option.</param>
/// <param name="Show">Its value; null where it does not apply.</param>
internal sealed record Setting(Option Option, Func<ParseResult, string?> Show)
{
    /// <summary>Its name in the report.</summary>
    public string Name => Option.Name.TrimStart('-');

    /// <summary>An option whose value is shown as it is.</summary>
    public static Setting Of<T>(Option<T> option) => new(option, parsed => parsed.GetValue(option) switch
    {
        null => null,
        TimeSpan duration => Durations.Text(duration),
        bool isSet => isSet ? "yes" : "no",
        var value => Convert.ToString(value, CultureInfo.InvariantCulture),
    });

    /// <summary>An option of which something else is shown: values may be paths or secrets.</summary>
    public static Setting Of<T>(Option<T> option, Func<T?, string?> show) =>
        new(option, parsed => show(parsed.GetValue(option)));
}
