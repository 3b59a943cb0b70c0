using System.Text.Unicode;
using MessageSync.Timelines;

namespace MessageSync.ChatLogs;

/// <summary>
/// One line of a chat log, understood. Every sequence of bytes is some event; nothing is refused. The forms:
/// <code>
/// [03:41] &lt;nick&gt; text                  said
/// === nick [host]  has joined #channel      joined; in the same form left (or kicked off) and quit
/// === old is now known as new               renamed
/// anything else                             skipped, by kind
/// </code>
/// </summary>
/// <param name="Time">The time of day that the line begins with; null for one without.</param>
/// <param name="Event">What it tells.</param>
public readonly record struct IrcLine(TimeOnly? Time, IrcEvent Event)
{
    private static readonly IrcEvent Other = new IrcEvent.Skipped(SkippedKind.Other);
    private static readonly IrcEvent Action = new IrcEvent.Skipped(SkippedKind.Action);
    private static readonly IrcEvent Mode = new IrcEvent.Skipped(SkippedKind.Mode);
    private static readonly IrcEvent Quit = new IrcEvent.Skipped(SkippedKind.Quit);
    private static readonly IrcEvent Notice = new IrcEvent.Skipped(SkippedKind.Notice);
    private static readonly IrcEvent TooLong = new IrcEvent.Skipped(SkippedKind.TooLong);

    /// <summary>Understands a line, given without its line end.</summary>
    public static IrcLine Parse(ReadOnlyMemory<byte> line)
    {
        var bytes = line.Span;
        if (bytes.StartsWith("=== "u8)) return new(null, Announcement(bytes[4..]));
        if (TimeOf(bytes) is not { } time) return new(null, Other);

        bytes = bytes[7..];
        return new(time, Spoken(bytes, line[7..]));
    }

    private static TimeOnly? TimeOf(ReadOnlySpan<byte> line)
    {
        if (line.Length < 7 || line[0] != '[' || line[3] != ':' || line[6] != ']') return null;

        return Number(line[1..3]) is < 24 and var hour && Number(line[4..6]) is < 60 and var minute
            ? new TimeOnly(hour, minute)
            : null;
    }

    private static int Number(ReadOnlySpan<byte> digits) =>
        char.IsAsciiDigit((char)digits[0]) && char.IsAsciiDigit((char)digits[1])
            ? ((digits[0] - '0') * 10) + digits[1] - '0'
            : int.MaxValue;

    private static IrcEvent Spoken(ReadOnlySpan<byte> spoken, ReadOnlyMemory<byte> memory)
    {
        if (spoken.StartsWith("  * "u8)) return Action;
        if (spoken.StartsWith(" -"u8) || spoken.StartsWith(" ("u8)) return Notice;
        if (!spoken.StartsWith(" <"u8) || spoken.IndexOf((byte)'>') is not (> 2 and var end)) return Other;

        var text = memory[(end + 1)..];
        if (text.Span.StartsWith(" "u8)) text = text[1..];
        if (!IsName(spoken[2..end])) return Other;
        if (text.Length > Limits.BodyBytesMax || !NickName.TryToUser(Name(spoken[2..end]), out var nick)) return TooLong;

        return new IrcEvent.Said(nick, new(text, Utf8.IsValid(text.Span), MessageBody.DefaultContentType));
    }

    private static IrcEvent Announcement(ReadOnlySpan<byte> text)
    {
        var known = text.IndexOf(" is now known as "u8);
        if (known > 0 && IsName(text[..known]) && IsName(text[(known + 17)..]))
        {
            return NickName.TryToUser(Name(text[..known]), out var before)
                && NickName.TryToUser(Name(text[(known + 17)..]), out var after)
                ? new IrcEvent.Renamed(before, after)
                : TooLong;
        }
        return Moved(text) ?? (text.StartsWith("mode/"u8) ? Mode : Action);
    }

    /// <summary>A line about someone's coming or going; null for another line.</summary>
    private static IrcEvent? Moved(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf(" has joined #"u8) is > 0 and var joined && IsNameWithHost(text[..joined], out var name))
            return NickName.TryToUser(name, out var nick) ? new IrcEvent.Joined(nick) : TooLong;
        if (text.IndexOf(" has left #"u8) is > 0 and var left && IsNameWithHost(text[..left], out name))
            return NickName.TryToUser(name, out var nick) ? new IrcEvent.Left(nick) : TooLong;
        if (text.IndexOf(" was kicked off #"u8) is > 0 and var kicked && IsName(text[..kicked]))
            return NickName.TryToUser(Name(text[..kicked]), out var nick) ? new IrcEvent.Left(nick) : TooLong;
        if (text.IndexOf(" has quit"u8) is > 0 and var quit && IsNameWithHost(text[..quit], out _)) return Quit;

        return null;
    }

    private static bool IsNameWithHost(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> name)
    {
        var trimmed = text.TrimEnd((byte)' ');
        var host = trimmed.EndsWith("]"u8) ? trimmed.LastIndexOf(" ["u8) : -1;
        name = host > 0 ? Name(trimmed[..host]) : default;
        return IsName(name);
    }

    /// <summary>Nicknames hold no spaces; some collections of logs put one behind a closing bracket.</summary>
    private static bool IsName(ReadOnlySpan<byte> text)
    {
        var name = Name(text);
        for (var i = 0; i < name.Length; i++)
            if (name[i] == ' ' && (i == 0 || name[i - 1] != ']')) return false;
        return name.Length > 0;
    }

    private static ReadOnlySpan<byte> Name(ReadOnlySpan<byte> text) => text.Trim((byte)' ');
}
