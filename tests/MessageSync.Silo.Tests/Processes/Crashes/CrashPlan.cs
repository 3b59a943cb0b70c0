namespace MessageSync.Silo.Tests.Processes.Crashes;

/// <summary>When the silo is killed, drawn from a seed: after so many sends, acknowledgements or deliveries, sometimes
/// while it stops, sometimes again while it starts.</summary>
internal sealed class CrashPlan(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Draws the next kill.</summary>
    public Kill Next()
    {
        var by = (KillBy)_random.Next(3);
        var count = by switch
        {
            KillBy.Begun => _random.Next(1, 80),
            KillBy.Acknowledged => _random.Next(1, 300),
            _ => _random.Next(1, 2000),
        };
        var starts = _random.Next(4) == 0 ? _random.Next(1, 3) : 0;
        return new(
            by, count, Warned: _random.Next(8) == 0, [.. Enumerable.Range(0, starts).Select(_ => _random.Next(6))],
            Quiet: _random.Next(4) == 0);
    }
}

internal enum KillBy
{
    Begun,
    Acknowledged,
    Delivered,
}

/// <summary>One kill.</summary>
/// <param name="By">What is counted.</param>
/// <param name="Count">How many of them, in this life.</param>
/// <param name="Warned">It is told to stop just before.</param>
/// <param name="WhileStarting">Further kills, each after so many changes of its files.</param>
/// <param name="Quiet">Nobody sends in the next life until every Inbox was found complete.</param>
internal sealed record Kill(KillBy By, int Count, bool Warned, IReadOnlyList<int> WhileStarting, bool Quiet)
{
    /// <summary>So far.</summary>
    public int CountIn(Ledger ledger) => By switch
    {
        KillBy.Begun => ledger.Begun,
        KillBy.Acknowledged => ledger.Acknowledged,
        _ => ledger.Delivered,
    };
}
