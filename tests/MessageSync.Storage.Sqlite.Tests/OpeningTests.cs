using MessageSync.Storage.Sqlite.Engine;

namespace MessageSync.Storage.Sqlite.Tests;

public sealed class OpeningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_missing_folder_is_made_with_a_store_in_it()
    {
        await using var store = await _folder.OpenAsync();

        Assert.True(File.Exists(_folder.Database));
        Assert.Equal(Epoch.Length, (await store.Settings.ReadEpochAsync(default)).Value.Length);
    }

    [Fact]
    public async Task A_second_open_is_refused_until_the_first_is_closed()
    {
        await using (await _folder.OpenAsync())
        {
            var refusal = await _folder.RefusalAsync();

            Assert.Contains("is in use by another process", refusal, StringComparison.Ordinal);
            Assert.Contains(_folder.DataFolder, refusal, StringComparison.Ordinal);
        }
        await using var again = await _folder.OpenAsync();
        await again.Settings.PingAsync(default);
    }

    [Fact]
    public async Task The_epoch_and_settings_survive_a_restart()
    {
        Epoch epoch;
        await using (var store = await _folder.OpenAsync())
        {
            epoch = await store.Settings.ReadEpochAsync(default);
            await store.Settings.WriteAsync("advance", "3600", default);
        }
        await using var again = await _folder.OpenAsync();

        Assert.Equal(epoch, await again.Settings.ReadEpochAsync(default));
        Assert.Equal("3600", await again.Settings.ReadAsync("advance", default));
        Assert.Null(await again.Settings.ReadAsync("nothing", default));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        Directory.CreateDirectory(_folder.DataFolder);
        var text = string.Concat(Enumerable.Repeat("no database at all. ", 500));
        await File.WriteAllTextAsync(_folder.Database, text);

        var refusal = await _folder.RefusalAsync();

        Assert.Contains($"{_folder.Database} is not a database", refusal, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(_folder.Database));
    }

    [Fact]
    public async Task A_damaged_file_is_refused()
    {
        await (await _folder.OpenAsync()).DisposeAsync();
        await using (var file = File.OpenWrite(_folder.Database))
        {
            file.Position = 100;   // the schema begins here
            file.Write(new byte[2000].AsSpan());
        }

        var refusal = await _folder.RefusalAsync();

        Assert.Contains($"{_folder.Database} is damaged", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_a_newer_program_is_refused()
    {
        await (await _folder.OpenAsync()).DisposeAsync();
        Execute("PRAGMA user_version = 99");

        var refusal = await _folder.RefusalAsync();

        Assert.Contains("has schema 99, this program knows 2", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused()
    {
        Directory.CreateDirectory(_folder.DataFolder);
        Execute("CREATE TABLE cake (name TEXT)");

        var refusal = await _folder.RefusalAsync();

        Assert.Contains("is a database of another program", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_refused()
    {
        await File.WriteAllTextAsync(_folder.DataFolder, "a file is in the way");

        var refusal = await _folder.RefusalAsync();

        Assert.Contains($"The data folder {_folder.DataFolder} cannot be made", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_refused()
    {
        // Root may write everywhere, so the file is made one that nobody can write: a folder.
        Directory.CreateDirectory(_folder.Database);

        var refusal = await _folder.RefusalAsync();

        Assert.Contains($"{_folder.Database} cannot be written", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_start_lets_the_folder_go()
    {
        Directory.CreateDirectory(_folder.Database);
        await _folder.RefusalAsync();
        Directory.Delete(_folder.Database);

        await using var store = await _folder.OpenAsync();
        await store.Settings.PingAsync(default);
    }

    [Fact]
    public async Task Orderly_closing_leaves_nothing_in_the_log()
    {
        await using (var store = await _folder.OpenAsync()) await store.Settings.WriteAsync("a", "b", default);

        Assert.False(File.Exists(_folder.Database + "-wal"));
    }

    [Fact]
    public async Task A_closed_store_is_unavailable()
    {
        var store = await _folder.OpenAsync();
        await store.DisposeAsync();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Settings.PingAsync(default));
    }

    private void Execute(string sql)
    {
        using var db = Database.Open(_folder.Database, readOnly: false);
        db.Execute(sql);
    }
}
