namespace MessageSync.Storage.Sqlite.Tests;

/// <summary>A data folder that goes with its test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("messagesync-");

    public string DataFolder => System.IO.Path.Combine(_folder.FullName, "data");

    public string Database => System.IO.Path.Combine(DataFolder, "messagesync.db");

    public Task<SqliteStore> OpenAsync() =>
        SqliteStore.OpenAsync(new SqliteStoreOptions { DataFolder = DataFolder }, TimeProvider.System);

    public async Task<string> RefusalAsync() => (await Assert.ThrowsAsync<StoreStartException>(OpenAsync)).Message;

    public void Dispose() => _folder.Delete(recursive: true);
}
