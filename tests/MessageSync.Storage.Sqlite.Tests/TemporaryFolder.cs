namespace MessageSync.Storage.Sqlite.Tests;

/// <summary>A data folder that goes with its test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("messagesync-");

    public string DataFolder => Path.Combine(_folder.FullName, "data");

    public string Database => Path.Combine(DataFolder, "messagesync.db");

    /// <summary>The write-ahead log.</summary>
    public string Log => Database + "-wal";

    /// <summary>Opens the store; its log is short, so that it is moved into the file now and then.</summary>
    public Task<SqliteStore> OpenAsync(int readers = 2) => SqliteStore.OpenAsync(
        new SqliteStoreOptions { DataFolder = DataFolder, LogMegabytes = 1, ReaderCount = readers },
        TimeProvider.System);

    public async Task<string> RefusalAsync() =>
        (await Assert.ThrowsAsync<StoreStartException>(() => OpenAsync())).Message;

    /// <summary>What a process that is killed now would leave: the files as they lie, nothing written on the way.</summary>
    public TemporaryFolder Copy()
    {
        var copy = new TemporaryFolder();
        Directory.CreateDirectory(copy.DataFolder);
        File.Copy(Database, copy.Database);
        if (File.Exists(Log)) File.Copy(Log, copy.Log);
        return copy;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
