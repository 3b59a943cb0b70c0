using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MessageSync.Inboxes;

/// <summary>
/// A position between the entries of one Inbox: after entry <see cref="Seq"/>. As text it is opaque and of fixed width:
/// epoch, 16 hexadecimal digits of the position, and 8 that bind both to their Inbox, so that cursors of one Inbox and
/// epoch compare as ordinal strings and a cursor of somebody else is told from an own one.
/// </summary>
/// <param name="Epoch">The life of the store that gave it.</param>
/// <param name="Seq">The entry before it; <see cref="InboxSeqNo.None"/> at the very beginning.</param>
public readonly record struct InboxCursor(Epoch Epoch, InboxSeqNo Seq)
{
    private const int PositionLength = 16;
    private const int TagLength = 8;

    /// <summary>Characters of a cursor.</summary>
    public const int Length = Epoch.Length + PositionLength + TagLength;

    /// <summary>Not before another one, in the same life of the store.</summary>
    public bool IsAtOrAfter(InboxCursor other) => Epoch == other.Epoch && Seq >= other.Seq;

    /// <summary>Its text, for the Inbox of <paramref name="owner"/>.</summary>
    public string Text(UserId owner)
    {
        var position = Epoch.Value + Seq.Value.ToString("x16", CultureInfo.InvariantCulture);
        return position + Tag(position, owner);
    }

    /// <summary>Reads a cursor of the Inbox of <paramref name="owner"/>, of any epoch.</summary>
    /// <returns>False for everything that this Inbox never gave.</returns>
    public static bool TryParse(string? text, UserId owner, out InboxCursor cursor)
    {
        cursor = default;
        if (text is not { Length: Length } || !text.All(char.IsAsciiHexDigitLower)) return false;

        var position = text[..(Epoch.Length + PositionLength)];
        if (!string.Equals(text[position.Length..], Tag(position, owner), StringComparison.Ordinal)) return false;

        var seq = long.Parse(position[Epoch.Length..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        cursor = new(new Epoch(position[..Epoch.Length]), new(seq));
        return seq >= 0;
    }

    private static string Tag(string position, UserId owner)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> text = stackalloc byte[Epoch.Length + PositionLength + 1 + IdText.LengthMax];
        var length = Encoding.ASCII.GetBytes($"{position} {owner.Value}", text);
        SHA256.HashData(text[..length], hash);
        return Convert.ToHexStringLower(hash[..(TagLength / 2)]);
    }
}
