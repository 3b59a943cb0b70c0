using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MessageSync.Storage.Postgres;

/// <summary>Opens the PostgreSQL store that was configured.</summary>
internal sealed class PostgresStoreOpener(
    IOptions<PostgresStoreOptions> options, TimeProvider clock, ILogger<PostgresStore> logger,
    IMeterFactory? meters = null) : IStoreOpener
{
    public async Task<IStore> OpenAsync(CancellationToken ct) =>
        await PostgresStore.OpenAsync(options.Value, clock, logger, meters).ConfigureAwait(false);
}
