using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MessageSync.Storage.Sqlite;

/// <summary>Opens the SQLite store that was configured.</summary>
internal sealed class SqliteStoreOpener(
    IOptions<SqliteStoreOptions> options, TimeProvider clock, ILogger<SqliteStore> logger, IMeterFactory? meters = null)
    : IStoreOpener
{
    public async Task<IStore> OpenAsync(CancellationToken ct) =>
        await SqliteStore.OpenAsync(options.Value, clock, logger, meters).ConfigureAwait(false);
}

[OptionsValidator]
internal sealed partial class SqliteStoreOptionsValidator : IValidateOptions<SqliteStoreOptions>;
