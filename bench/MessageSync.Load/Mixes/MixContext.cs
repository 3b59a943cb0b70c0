using MessageSync.Load.Targets;

namespace MessageSync.Load.Mixes;

/// <summary>What every mix is given.</summary>
/// <param name="Target">What is under load.</param>
/// <param name="Clock">The clock of the run.</param>
/// <param name="Names">The ids of the run.</param>
/// <param name="Seed">The same seed makes the same choices.</param>
/// <param name="Sample">How many users are audited at the end, 0 or more.</param>
/// <param name="Listeners">How many of them listen while the run lasts, 0 or more.</param>
internal sealed record MixContext(
    ITarget Target, TimeProvider Clock, RunNames Names, int Seed = 1, int Sample = 100, int Listeners = 16)
{
    /// <summary>True when refused operations are repeated.</summary>
    public bool Retries { get; init; }
}
