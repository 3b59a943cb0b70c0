using System.CommandLine;
using MessageSync.Load.Mixes;

namespace MessageSync.Load.Commands;

/// <summary>A mix on the command line, with the options of its own.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does, for <c>--help</c>.</param>
/// <param name="Settings">The options of its own.</param>
/// <param name="Make">Makes the mix.</param>
internal sealed record MixCommand(
    string Name, string Description, IReadOnlyList<Setting> Settings, Func<ParseResult, MixContext, IMix> Make)
{
    /// <summary>True when the mix has a schedule of its own, so that the loop is open.</summary>
    public Func<ParseResult, bool> IsScheduled { get; init; } = _ => false;

    /// <summary>Of a mix that is an open loop by itself: operations per second when nothing is said; else null.
    /// </summary>
    public double? RateDefault { get; init; }

    /// <summary>What does not fit together, in one sentence; null when all does.</summary>
    public Func<ParseResult, LoadSettings, string?> Misuse { get; init; } = (_, _) => null;
}
