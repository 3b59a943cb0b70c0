namespace MessageSync;

/// <summary>The alphabet shared by all ids: <c>A-Z a-z 0-9 . _ - : @</c>, case-sensitive, ordered ordinally.</summary>
public static class IdText
{
    /// <summary>Most characters of a user, device or conversation id.</summary>
    public const int LengthMax = 128;

    /// <summary>True when <paramref name="text"/> is 1 to <paramref name="lengthMax"/> characters of the alphabet,
    /// and neither <c>.</c> nor <c>..</c>.</summary>
    public static bool IsId(string? text, int lengthMax = LengthMax) =>
        text is not ("." or "..") && IsOfAlphabet(text, lengthMax);

    /// <summary>True when <paramref name="text"/> is 1 to <paramref name="lengthMax"/> characters of the alphabet.</summary>
    public static bool IsOfAlphabet(string? text, int lengthMax)
    {
        if (string.IsNullOrEmpty(text) || text.Length > lengthMax) return false;

        foreach (var c in text)
            if (!IsLetterOfIds(c)) return false;
        return true;
    }

    /// <summary>True for one character of the alphabet.</summary>
    public static bool IsLetterOfIds(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or ':' or '@';

    internal static string Require(string? text, string what) => IsId(text)
        ? text!
        : throw new ArgumentException($"Not a {what}: 1 to {LengthMax} of A-Z a-z 0-9 . _ - : @.", nameof(text));
}
