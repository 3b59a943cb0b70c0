using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MessageSync.ChatLogs;

/// <summary>
/// The send key of each line of one log: <c>irc:</c>, the file's name, <c>:</c>, the number of the line. A name that is
/// too long, or has characters outside the id alphabet, is replaced by <c>@</c> and its SHA-256. Deterministic: another
/// run makes the same keys, so that it sends nothing twice.
/// </summary>
public sealed class LineKey
{
    private const string Scheme = "irc:";
    private const int HashDigits = 40;
    private const int NameLengthMax = 64 - 4 - 1 - 10;   // scheme, colon, the digits of a line number

    private readonly string _prefix;

    /// <summary>The keys of a file.</summary>
    /// <param name="fileName">Without its folder.</param>
    public LineKey(string fileName) => _prefix = $"{Scheme}{Plain(fileName) ?? Hashed(fileName)}:";

    /// <summary>True for a key that some import made.</summary>
    public static bool IsOfImport(SendKey key) => key.Value.StartsWith(Scheme, StringComparison.Ordinal);

    /// <summary>The key of a line.</summary>
    /// <param name="line">From 1.</param>
    public SendKey Of(int line) => new(_prefix + line.ToString(CultureInfo.InvariantCulture));

    /// <summary>The line that <paramref name="key"/> names; 0 when it is of another file, or no line's.</summary>
    public int LineOf(SendKey key) =>
        key.Value.StartsWith(_prefix, StringComparison.Ordinal)
        && int.TryParse(key.Value.AsSpan(_prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            ? line
            : 0;

    private static string? Plain(string name) =>
        IdText.IsId(name, NameLengthMax) && !name.Contains('@', StringComparison.Ordinal) ? name : null;

    private static string Hashed(string name) =>
        "@" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..HashDigits];
}
