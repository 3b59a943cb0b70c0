using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace MessageSync.Load.Commands;

/// <summary>Options whose values have bounds; what is out of them is refused in one sentence that says them.</summary>
internal static class Bounded
{
    /// <summary>A whole number.</summary>
    public static Option<int> Integer(string name, string description, int byDefault, int least, int most)
    {
        var option = new Option<int>(name)
        {
            Description = $"{description} {least} to {most}, default {byDefault}.",
            DefaultValueFactory = _ => byDefault,
        };
        option.CustomParser = argument => Parsed(argument, name, least, most) ?? byDefault;
        return option;
    }

    /// <summary>A whole number that may be left out.</summary>
    public static Option<int?> OptionalInteger(string name, string description, int least, int most) => new(name)
    {
        Description = description,
        CustomParser = argument => Parsed(argument, name, least, most),
    };

    /// <summary>A number that may be left out.</summary>
    public static Option<double?> OptionalNumber(
        string name, string description, double least, double most) => new(name)
        {
            Description = description,
            CustomParser = argument =>
            {
                var text = argument.Tokens[0].Value;
                if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                    && number >= least && number <= most)
                    return number;

                argument.AddError(Text($"{name}: give a number from {least} to {most}, not '{text}'."));
                return null;
            },
        };

    /// <summary>A duration: a number with <c>ms</c>, <c>s</c>, <c>m</c> or <c>h</c>.</summary>
    public static Option<TimeSpan> Duration(
        string name, string description, TimeSpan byDefault, TimeSpan least, TimeSpan most)
    {
        var option = new Option<TimeSpan>(name)
        {
            Description = $"{description} {Durations.Text(least)} to {Durations.Text(most)}, "
                + $"default {Durations.Text(byDefault)}.",
            DefaultValueFactory = _ => byDefault,
        };
        option.CustomParser = argument =>
        {
            var text = argument.Tokens[0].Value;
            if (Durations.TryParse(text, out var duration) && duration >= least && duration <= most) return duration;

            argument.AddError(
                $"{name}: give a duration like 500ms, 5s, 2m or 1h, from {Durations.Text(least)} to "
                + $"{Durations.Text(most)}, not '{text}'.");
            return byDefault;
        };
        return option;
    }

    private static int? Parsed(ArgumentResult argument, string name, int least, int most)
    {
        var text = argument.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
            return number;

        argument.AddError($"{name}: give a whole number from {least} to {most}, not '{text}'.");
        return null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
