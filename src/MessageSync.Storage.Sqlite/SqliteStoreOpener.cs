using Microsoft.Extensions.Options;

namespace MessageSync.Storage.Sqlite;

/// <summary>Opens the SQLite store that was configured.</summary>
internal sealed class SqliteStoreOpener(IOptions<SqliteStoreOptions> options, TimeProvider clock) : IStoreOpener
{
    public async Task<IStore> OpenAsync(CancellationToken ct) =>
        await SqliteStore.OpenAsync(options.Value, clock).ConfigureAwait(false);
}

[OptionsValidator]
internal sealed partial class SqliteStoreOptionsValidator : IValidateOptions<SqliteStoreOptions>;
