namespace MessageSync.Storage.Sqlite.Tests.Disk;

/// <summary>When the log is moved into the file.</summary>
public sealed class CheckpointTests : IDisposable
{
    private const int LogBytes = 1024 * 1024;
    private const int TooFew = 30;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_log_that_is_long_enough_is_moved_and_begins_anew()
    {
        await using var store = await _folder.OpenAsync();

        for (var i = 0; i < 300; i++) await WriteAsync(store, i);

        Assert.InRange(new FileInfo(_folder.Log).Length, LogBytes, LogBytes * 5 / 2);
        Assert.True(new FileInfo(_folder.Database).Length > LogBytes);
    }

    /// <summary>What is written before a crash, and what after it, is each too little for a log to be moved.</summary>
    [Fact]
    public async Task What_crashes_left_in_the_log_counts()
    {
        TemporaryFolder left;
        await using (var store = await _folder.OpenAsync())
        {
            for (var i = 0; i < TooFew; i++) await WriteAsync(store, i);
            left = _folder.Copy();
        }
        using (left)
        {
            Assert.InRange(new FileInfo(left.Log).Length, LogBytes / 2, LogBytes);
            var before = new FileInfo(left.Database).Length;
            await using var again = await left.OpenAsync();

            for (var i = TooFew; i < 2 * TooFew; i++) await WriteAsync(again, i);

            // It is moved beside the writer.
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (new FileInfo(left.Database).Length == before)
                await again.Settings.ReadAsync("name 0", patience.Token);
        }
    }

    private static Task WriteAsync(SqliteStore store, int i) =>
        store.Settings.WriteAsync($"name {i}", new('x', 5000), default);
}
