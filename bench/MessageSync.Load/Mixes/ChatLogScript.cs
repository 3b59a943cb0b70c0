using MessageSync.ChatLogs;
using MessageSync.Timelines;

namespace MessageSync.Load.Mixes;

/// <summary>One line of chat logs as an operation.</summary>
/// <param name="At">When it begins, from the first line on.</param>
/// <param name="Joins">Who has to become a member first; null for nobody.</param>
/// <param name="Leaves">Who is a member no more; null for nobody.</param>
/// <param name="Says">Who says something; null for nobody.</param>
/// <param name="Body">What they say; null for nothing.</param>
/// <param name="After">The line before with one of the same users, which must be done first; -1 for none.</param>
/// <param name="AndAfter">Another such line; -1 for none.</param>
internal sealed record ScriptLine(
    TimeSpan At, UserId? Joins, UserId? Leaves, UserId? Says, MessageBody? Body, int After, int AndAfter);

/// <summary>Chat logs as a list of operations. Silences are cut, so that months between two logs are not waited for.
/// </summary>
internal static class ChatLogScript
{
    /// <summary>The longest silence that is kept.</summary>
    public static readonly TimeSpan SilenceMax = TimeSpan.FromMinutes(15);

    /// <summary>Reads logs, in their order.</summary>
    /// <exception cref="IOException">A log cannot be read.</exception>
    public static IReadOnlyList<ScriptLine> Read(IEnumerable<IrcLogFile> files)
    {
        var lines = new List<ScriptLine>();
        var present = new HashSet<UserId>();
        var last = new Dictionary<UserId, int>();
        var (now, at) = ((DateTimeOffset?)null, TimeSpan.Zero);
        foreach (var entry in files.SelectMany(file => IrcLog.Read(file.Date, File.ReadAllBytes(file.Path))))
        {
            var silence = entry.At - (now ?? entry.At);
            at += silence < TimeSpan.Zero ? TimeSpan.Zero : silence > SilenceMax ? SilenceMax : silence;
            now = entry.At;
            if (Line(entry.Event, at, present) is { } line) lines.Add(Chain(line, lines.Count, last));
        }
        return lines;
    }

    private static ScriptLine? Line(IrcEvent told, TimeSpan at, HashSet<UserId> present) => told switch
    {
        IrcEvent.Said(var nick, var body) => new(at, present.Add(nick) ? nick : null, null, nick, body, -1, -1),
        IrcEvent.Joined(var nick) when present.Add(nick) => new(at, nick, null, null, null, -1, -1),
        IrcEvent.Left(var nick) when present.Remove(nick) => new(at, null, nick, null, null, -1, -1),
        IrcEvent.Renamed(var old, var fresh) when old != fresh && Renamed(old, fresh, present) is var (leaves, joins)
            && (leaves ?? joins) is not null => new(at, joins, leaves, null, null, -1, -1),
        _ => null,
    };

    private static (UserId? Leaves, UserId? Joins) Renamed(UserId old, UserId fresh, HashSet<UserId> present) =>
        (present.Remove(old) ? old : null, present.Add(fresh) ? fresh : null);

    /// <summary>A user's lines keep their order, though many are under way at once.</summary>
    private static ScriptLine Chain(ScriptLine line, int number, Dictionary<UserId, int> last)
    {
        var one = line.Says ?? line.Joins ?? line.Leaves!.Value;
        var other = line.Leaves ?? one;
        var chained = line with
        {
            After = last.GetValueOrDefault(one, -1),
            AndAfter = other == one ? -1 : last.GetValueOrDefault(other, -1),
        };
        last[one] = last[other] = number;
        return chained;
    }
}
