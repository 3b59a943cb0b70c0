using MessageSync.Load.Auditing;

namespace MessageSync.Load.Mixes;

/// <summary>What mixes have in common whose operations only read.</summary>
/// <param name="name">On the command line.</param>
/// <param name="description">For the report.</param>
/// <param name="operations">What operations are called.</param>
/// <param name="items">What they bring.</param>
internal abstract class ReadMix(string name, string description, string operations, string items) : IMix
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Description => description;

    /// <inheritdoc/>
    public string Operations => operations;

    /// <inheritdoc/>
    public string? Items => items;

    /// <inheritdoc/>
    public IEnumerable<TimeSpan>? Schedule => null;

    /// <inheritdoc/>
    public long? Count => null;

    /// <inheritdoc/>
    public virtual Audit? Audit => null;

    /// <inheritdoc/>
    public virtual IReadOnlyDictionary<string, long> Notes { get; } = new Dictionary<string, long>();

    /// <inheritdoc/>
    public abstract Task PrepareAsync(IProgress<double> progress, CancellationToken ct);

    /// <inheritdoc/>
    public abstract Task<Outcome> RunAsync(long number, CancellationToken ct);

    /// <inheritdoc/>
    public virtual Task StopAsync() => Task.CompletedTask;
}
