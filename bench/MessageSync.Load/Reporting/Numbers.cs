using System.Globalization;

namespace MessageSync.Load.Reporting;

/// <summary>Numbers for people, the same in every culture.</summary>
internal static class Numbers
{
    /// <summary>A count: <c>12 345</c>.</summary>
    public static string Count(double count) =>
        count.ToString("N0", CultureInfo.InvariantCulture).Replace(',', '\u202F');

    /// <summary>Milliseconds with about three digits that mean something: <c>0.034 ms</c>, <c>1.27 ms</c>,
    /// <c>2.41 s</c>.</summary>
    public static string Milliseconds(double milliseconds) => milliseconds switch
    {
        >= 10_000 => Text($"{milliseconds / 1000:0.0} s"),
        >= 1000 => Text($"{milliseconds / 1000:0.00} s"),
        >= 100 => Text($"{milliseconds:0} ms"),
        >= 10 => Text($"{milliseconds:0.0} ms"),
        >= 1 => Text($"{milliseconds:0.00} ms"),
        _ => Text($"{milliseconds:0.000} ms"),
    };

    /// <summary>A round number of milliseconds, for an axis: <c>20 ms</c>, <c>1 s</c>, <c>50 µs</c>.</summary>
    public static string ShortMilliseconds(double milliseconds) => milliseconds switch
    {
        >= 999.999 => Plain(milliseconds / 1000) + " s",
        >= 0.999_999 => Plain(milliseconds) + " ms",
        _ => Plain(milliseconds * 1000) + " µs",
    };

    /// <summary>A number as code and files want it.</summary>
    public static string Plain(double number, string format = "0.##") =>
        number.ToString(format, CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
