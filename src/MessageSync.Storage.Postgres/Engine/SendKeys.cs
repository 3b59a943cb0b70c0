using System.Text;

namespace MessageSync.Storage.Postgres.Engine;

/// <summary>
/// Send keys as they are stored. Most are UUIDs: in lower case, with hyphens or without, one takes 17 bytes, half of its
/// text; any other key is its own characters. The first byte tells which: no key begins with 1 or 2.
/// </summary>
internal static class SendKeys
{
    private const byte Digits = 1;
    private const byte Hyphens = 2;
    private const int DigitCount = 32;
    private const string Shape = "00000000-0000-0000-0000-000000000000";

    /// <summary>As stored.</summary>
    public static byte[] Of(SendKey key)
    {
        Span<char> digits = stackalloc char[DigitCount];
        var packed = new byte[1 + (DigitCount / 2)];
        packed[0] = FormOf(key.Value, digits);
        return packed[0] != 0 && Convert.FromHexString(digits, packed.AsSpan(1), out _, out _) == default
            ? packed
            : Encoding.ASCII.GetBytes(key.Value);
    }

    /// <summary>As read.</summary>
    public static SendKey Read(byte[] stored) => new(stored[0] switch
    {
        Digits => Convert.ToHexStringLower(stored.AsSpan(1)),
        Hyphens => new Guid(stored.AsSpan(1), bigEndian: true).ToString("D"),
        _ => Encoding.ASCII.GetString(stored),
    });

    /// <summary>The form that a text may have, were its digits hexadecimal; 0 for neither.</summary>
    private static byte FormOf(ReadOnlySpan<char> text, Span<char> digits)
    {
        if (text.ContainsAnyInRange('A', 'F')) return 0;
        if (text.Length == DigitCount)
        {
            text.CopyTo(digits);
            return Digits;
        }
        if (text.Length != Shape.Length) return 0;

        var count = 0;
        for (var i = 0; i < Shape.Length; i++)
        {
            if (Shape[i] != '-') digits[count++] = text[i];
            else if (text[i] != '-') return 0;
        }
        return Hyphens;
    }
}
