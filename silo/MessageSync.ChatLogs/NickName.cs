using System.Buffers;
using System.Globalization;
using System.Text;

namespace MessageSync.ChatLogs;

/// <summary>
/// Nicknames as user ids, reversibly: a byte outside the id alphabet becomes <c>:</c> and two hex digits, as does
/// <c>:</c> itself. So <c>[ann]</c> is <c>:5Bann:5D</c>, two different names never become one id, and case matters.
/// </summary>
public static class NickName
{
    private const char Escape = ':';

    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-@"u8);

    /// <summary>The user id of a nickname.</summary>
    /// <param name="name">The bytes of the name, in whatever encoding.</param>
    /// <param name="user">The id.</param>
    /// <returns>False for an empty name and for one that does not fit into <see cref="IdText.LengthMax"/> characters.
    /// </returns>
    public static bool TryToUser(ReadOnlySpan<byte> name, out UserId user)
    {
        user = default;
        // A name of dots alone may be no id; escaping its dots keeps it apart from all others.
        var dots = name.SequenceEqual("."u8) || name.SequenceEqual(".."u8);
        var text = new StringBuilder(name.Length);
        foreach (var b in name)
        {
            if (Plain.Contains(b) && !dots) text.Append((char)b);
            else text.Append(Escape).Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }
        if (text.Length is 0 or > IdText.LengthMax) return false;

        user = new(text.ToString());
        return true;
    }

    /// <summary>The nickname of a user id that <see cref="TryToUser"/> made.</summary>
    /// <exception cref="FormatException">It did not make this id.</exception>
    public static byte[] Of(UserId user)
    {
        var bytes = new List<byte>(user.Value.Length);
        for (var rest = user.Value.AsSpan(); rest.Length > 0;)
        {
            var escaped = rest[0] == Escape;
            if (escaped && rest.Length < 3) throw new FormatException($"{user} is no escaped nickname.");

            bytes.Add(escaped
                ? byte.Parse(rest[1..3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
                : (byte)rest[0]);
            rest = rest[(escaped ? 3 : 1)..];
        }
        return [.. bytes];
    }
}
