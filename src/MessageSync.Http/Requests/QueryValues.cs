using System.Globalization;

namespace MessageSync.Http;

/// <summary>
/// The parameters of a request's query, read strictly: no name twice, none that nobody asked for, names in their case,
/// no value empty. Percent-encoding is taken off once.
/// </summary>
internal sealed class QueryValues
{
    private static readonly string[] s_timeFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.f'Z'", "yyyy-MM-dd'T'HH:mm:ss.ff'Z'",
        "yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
    ];

    private readonly List<KeyValuePair<string, string>> _unread = [];
    private readonly Faults _faults;

    private QueryValues(Faults faults) => _faults = faults;

    /// <param name="query">With its question mark, or empty.</param>
    /// <param name="faults">Hears of what is wrong.</param>
    public static QueryValues Parse(string? query, Faults faults)
    {
        var values = new QueryValues(faults);
        foreach (var pair in (query ?? "").TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = pair.IndexOf('=', StringComparison.Ordinal) is var at and >= 0
                ? (pair[..at], pair[(at + 1)..])
                : (pair, "");
            values.Add(Decode(name), Decode(value));
        }
        return values;
    }

    /// <summary>The value of a parameter; null if it is not there.</summary>
    public string? Text(string name)
    {
        var at = _unread.FindIndex(pair => pair.Key == name);
        if (at < 0) return null;

        var value = _unread[at].Value;
        _unread.RemoveAt(at);
        if (value.Length == 0) _faults.Invalid(name, $"Give '{name}' a value or leave it out.");
        return value;
    }

    /// <summary>A whole number in plain digits, in a range; null if it is not there.</summary>
    public long? Integer(string name, long min, long max)
    {
        if (Text(name) is not { } text) return null;
        if (IsNumber(text, min, max, out var number)) return number;

        _faults.Invalid(name, max == long.MaxValue
            ? $"Give '{name}' as a whole number from {min}, in digits only."
            : $"Give '{name}' as a whole number from {min} to {max}, in digits only.");
        return min;
    }

    /// <summary>A whole number in plain digits, in a range, with what counts when it is not there.</summary>
    public int Integer(string name, int min, int max, int @default) => (int)(Integer(name, min, max) ?? @default);

    /// <summary>One of a few words; null if it is not there.</summary>
    public T? Word<T>(string name, IReadOnlyDictionary<string, T> words) where T : struct
    {
        if (Text(name) is not { } text) return null;
        if (words.TryGetValue(text, out var value)) return value;

        _faults.Invalid(name, $"Give '{name}' one of: {string.Join(", ", words.Keys)}.");
        return default(T);
    }

    /// <summary>A user id; null if it is not there.</summary>
    public UserId? User(string name) => Id(name) is { } id ? new UserId(id) : null;

    /// <summary>An id; null if it is not there.</summary>
    public string? Id(string name)
    {
        var at = _unread.FindIndex(pair => pair.Key == name);
        if (at < 0) return null;

        var value = _unread[at].Value;
        _unread.RemoveAt(at);
        if (IdText.IsId(value)) return value;

        _faults.InvalidId(name);
        return Ids.Placeholder;
    }

    /// <summary>A time in UTC with 0 to 3 decimals; null if it is not there.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text) return null;
        if (DateTimeOffset.TryParseExact(
            text, s_timeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return time;

        _faults.Invalid(name, $"Give '{name}' as a time like 2026-01-31T12:00:00.000Z, in UTC.");
        return default(DateTimeOffset);
    }

    /// <summary>Numbers from 1, separated by commas, doubles removed; null if they are not there.</summary>
    public IReadOnlyList<SeqNo>? Seqs(string name, int countMax)
    {
        if (Text(name) is not { } text) return null;

        var parts = text.Split(',');
        var seqs = new List<SeqNo>(Math.Min(parts.Length, countMax));
        foreach (var part in parts.Take(countMax))
            if (IsNumber(part, 1, long.MaxValue, out var number)) seqs.Add(new(number));
        if (seqs.Count != parts.Length)
            _faults.Invalid(name, $"Give '{name}' 1 to {countMax} whole numbers from 1, separated by commas.");
        return [.. seqs.Distinct()];
    }

    /// <summary>At most one of these may be there; the second one is a fault.</summary>
    public void OnlyOneOf(params ReadOnlySpan<string> names)
    {
        var seen = 0;
        foreach (var (name, _) in _unread)
            if (names.Contains(name) && ++seen == 2)
                _faults.Invalid(name, $"Leave '{name}' out: a call has one anchor at most.");
    }

    /// <summary>What nobody asked for is a fault.</summary>
    public void End()
    {
        foreach (var (name, _) in _unread)
            _faults.Invalid(name, $"Leave '{name}' out: there is no such parameter here.");
    }

    /// <summary>True for plain digits (no sign, space or exponent) in the range. A number that is too long counts as the
    /// greatest: as a position, it is above every head too.</summary>
    public static bool IsNumber(string text, long min, long max, out long number)
    {
        number = 0;
        if (text.Length == 0 || !text.All(char.IsAsciiDigit)) return false;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)) number = long.MaxValue;
        return number >= min && number <= max;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private void Add(string name, string value)
    {
        if (_unread.Exists(pair => pair.Key == name)) _faults.Invalid(name, $"Give '{name}' once.");
        else _unread.Add(new(name, value));
    }
}
