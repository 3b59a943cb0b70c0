using System.Globalization;

namespace MessageSync.Simulation.Tests.Machine;

/// <summary>What happened, line by line: fake time, who, what. Printed when a seed fails.</summary>
internal sealed class Trace(SimClock clock)
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>True while the checks ask their many questions.</summary>
    public bool IsQuiet { get; set; }

    public void Write(string who, string what)
    {
        if (!IsQuiet)
            _lines.Add(string.Create(
                CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds,9:0.000} {clock.GetUtcNow():MM-dd} {who,-10} {what}"));
    }
}
