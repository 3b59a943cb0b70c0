namespace MessageSync.ChatLogs;

/// <summary>One line of a log with its place and its time.</summary>
/// <param name="Number">From 1.</param>
/// <param name="At">Never before that of the line before it.</param>
/// <param name="Event">What it tells.</param>
public readonly record struct IrcEntry(int Number, DateTimeOffset At, IrcEvent Event);

/// <summary>A log: lines with times of day, and the date that they begin on.</summary>
public static class IrcLog
{
    /// <summary>Understands a whole log. A time of day before that of the line above it is past midnight: the date moves
    /// on. A line without a time has that of the line above it, at the top the first one of the log.</summary>
    /// <param name="date">The date of the first line.</param>
    /// <param name="content">The bytes of the file.</param>
    public static IEnumerable<IrcEntry> Read(DateOnly date, ReadOnlyMemory<byte> content)
    {
        var midnight = new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero);
        TimeOnly? last = null;
        var number = 0;
        foreach (var text in Lines(content))
        {
            var line = IrcLine.Parse(text);
            if (line.Time is { } time)
            {
                if (time < last) midnight = midnight.AddDays(1);
                last = time;
            }
            last ??= FirstTime(content);
            yield return new(++number, midnight + (last ?? TimeOnly.MinValue).ToTimeSpan(), line.Event);
        }
    }

    private static TimeOnly? FirstTime(ReadOnlyMemory<byte> content) =>
        Lines(content).Select(line => IrcLine.Parse(line).Time).FirstOrDefault(time => time is not null)
        ?? TimeOnly.MinValue;

    /// <summary>The lines without their ends, and without the byte order mark some editors leave.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Lines(ReadOnlyMemory<byte> content)
    {
        var rest = content.Span.StartsWith("\uFEFF"u8) ? content[3..] : content;
        while (rest.Length > 0)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            yield return line.Span.EndsWith("\r"u8) ? line[..^1] : line;
        }
    }
}
