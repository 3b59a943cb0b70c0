namespace MessageSync.Storage;

/// <summary>Looks through everything that is stored for what must never be.</summary>
public interface IStoreCheck
{
    /// <summary>Checks every rule, from one snapshot. Takes as long as reading all of the data.</summary>
    /// <param name="ct">Gives up.</param>
    /// <returns>What is off, at most <see cref="FlawsMax"/> for each rule; empty when all is well.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    Task<IReadOnlyList<Flaw>> RunAsync(CancellationToken ct);

    /// <summary>The rules, each a sentence that says what holds.</summary>
    IReadOnlyList<string> Rules { get; }

    /// <summary>Most flaws that are told of one rule.</summary>
    const int FlawsMax = 10;
}

/// <summary>Something that is stored breaks a rule.</summary>
/// <param name="Rule">What should hold.</param>
/// <param name="Where">Where it does not: ids and numbers, never what somebody said.</param>
public sealed record Flaw(string Rule, string Where);
