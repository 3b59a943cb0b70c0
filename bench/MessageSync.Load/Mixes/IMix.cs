using MessageSync.Load.Auditing;
using MessageSync.Load.Targets;

namespace MessageSync.Load.Mixes;

/// <summary>A kind of load: what is prepared, and what one operation is. Knows the target only as
/// <see cref="ITarget"/>. One mix is one run.</summary>
internal interface IMix
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>One sentence for the report: what one operation is and what it meets.</summary>
    string Description { get; }

    /// <summary>What an operation is called, in the plural: <c>messages</c>.</summary>
    string Operations { get; }

    /// <summary>What operations bring, where that is more than themselves: <c>entries</c>; else null.</summary>
    string? Items { get; }

    /// <summary>When each operation is to begin, from the begin of the run on; null for a mix without a schedule of its
    /// own. Where there is one, the run ends with it.</summary>
    IEnumerable<TimeSpan>? Schedule { get; }

    /// <summary>How many operations there are; null for any number.</summary>
    long? Count { get; }

    /// <summary>What was acknowledged and has to be seen at the end; null for a mix that only reads.</summary>
    Audit? Audit { get; }

    /// <summary>What happened beside the operations, by name, in order; empty for most.</summary>
    IReadOnlyDictionary<string, long> Notes { get; }

    /// <summary>Makes what the operations need, patiently: refused calls are repeated.</summary>
    /// <param name="progress">Told of how much is done, 0 to 1.</param>
    /// <param name="ct">Gives up.</param>
    Task PrepareAsync(IProgress<double> progress, CancellationToken ct);

    /// <summary>Carries out one operation. Many may be under way at once; repeating a refused one is safe.</summary>
    /// <param name="number">0, 1, 2 …</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="TargetException">The operation failed.</exception>
    Task<Outcome> RunAsync(long number, CancellationToken ct);

    /// <summary>Ends what the mix keeps under way beside its operations.</summary>
    Task StopAsync();
}

/// <summary>What became of an operation.</summary>
/// <param name="Items">What it brought.</param>
/// <param name="Refused">Why nothing was brought now; null for success.</param>
internal readonly record struct Outcome(int Items, Refused? Refused)
{
    /// <summary>A good answer.</summary>
    public static Outcome Of(int items) => new(items, null);

    /// <summary>A refusal.</summary>
    public static implicit operator Outcome(Refused refused) => new(0, refused);
}
