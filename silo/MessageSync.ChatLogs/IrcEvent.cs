using MessageSync.Timelines;

namespace MessageSync.ChatLogs;

/// <summary>What one line of a chat log tells. A closed set; nicknames are user ids already (<see cref="NickName"/>).</summary>
public abstract record IrcEvent
{
    private IrcEvent() { }

    /// <summary>Somebody said something.</summary>
    /// <param name="Nick">Who.</param>
    /// <param name="Body">What; bytes where it is no UTF-8.</param>
    public sealed record Said(UserId Nick, MessageBody Body) : IrcEvent;

    /// <summary>Somebody came into the channel.</summary>
    /// <param name="Nick">Who.</param>
    public sealed record Joined(UserId Nick) : IrcEvent;

    /// <summary>Somebody left the channel.</summary>
    /// <param name="Nick">Who.</param>
    public sealed record Left(UserId Nick) : IrcEvent;

    /// <summary>Somebody has another nickname from now on.</summary>
    /// <param name="Old">The nickname until now.</param>
    /// <param name="New">The new one.</param>
    public sealed record Renamed(UserId Old, UserId New) : IrcEvent;

    /// <summary>Nothing that a conversation keeps: the line is counted and skipped.</summary>
    /// <param name="Kind">As what it is counted.</param>
    public sealed record Skipped(SkippedKind Kind) : IrcEvent;
}

/// <summary>Why a line of a chat log is no part of the conversation.</summary>
public enum SkippedKind
{
    /// <summary><c>=== nick [host] has quit</c>: somebody went offline, and stays a member.</summary>
    Quit,
    /// <summary><c>[03:41]  * nick sips a coffee</c>, or the same behind <c>===</c>.</summary>
    Action,
    /// <summary><c>-nick:#channel- text</c> or <c>(nick/#channel) text</c>.</summary>
    Notice,
    /// <summary><c>=== mode/#channel [+o nick]  by nick</c>, topics, and what the network itself says.</summary>
    Mode,
    /// <summary>Longer than a body or a user id may be.</summary>
    TooLong,
    /// <summary>Anything else, empty lines included.</summary>
    Other,
}
