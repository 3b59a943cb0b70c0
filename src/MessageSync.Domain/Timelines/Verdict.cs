namespace MessageSync.Timelines;

/// <summary>What a Timeline says to a command. A closed set.</summary>
public abstract record Verdict
{
    private Verdict() { }

    /// <summary>To be stored, then applied.</summary>
    /// <param name="Change">The next change.</param>
    public sealed record Accepted(Change Change) : Verdict;

    /// <summary>It is so already: nothing to write.</summary>
    /// <param name="Receipt">Of a send, the first one's; else null.</param>
    public sealed record Repeated(SendReceipt? Receipt) : Verdict;

    /// <summary>No.</summary>
    /// <param name="Refusal">Why not.</param>
    public sealed record Refused(Refusal Refusal) : Verdict;

    /// <summary>The caller is no member now: what they get depends on what was, which the store knows
    /// (<see cref="Outsider"/>).</summary>
    public sealed record NotPresent : Verdict;
}
