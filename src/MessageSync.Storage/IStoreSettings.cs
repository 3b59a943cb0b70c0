namespace MessageSync.Storage;

/// <summary>The few facts that belong to the store as a whole.</summary>
public interface IStoreSettings
{
    /// <summary>The present life of the store; made when the store is.</summary>
    Task<Epoch> ReadEpochAsync(CancellationToken ct);

    /// <summary>Begins another life of the store, durably: no cursor given before is one of it. Nobody may be using the
    /// store; who opened it before goes on with the epoch that they know.</summary>
    Task WriteEpochAsync(Epoch epoch, CancellationToken ct);

    /// <summary>A setting by its name; null when it was never set.</summary>
    Task<string?> ReadAsync(string name, CancellationToken ct);

    /// <summary>Sets a setting, durably.</summary>
    Task WriteAsync(string name, string value, CancellationToken ct);

    /// <summary>Completes when the store answers a trivial read.</summary>
    /// <exception cref="StoreUnavailableException">It does not.</exception>
    Task PingAsync(CancellationToken ct);
}
