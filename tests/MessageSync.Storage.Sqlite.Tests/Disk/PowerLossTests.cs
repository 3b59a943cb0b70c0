using MessageSync.Storage.Sqlite.Engine;
using MessageSync.TestDisk;

namespace MessageSync.Storage.Sqlite.Tests.Disk;

/// <summary>
/// Goal: what was acknowledged survives a loss of power at any instant.
/// Method: the store on a disk that then has what was synced and any part of what was not: nothing, a prefix, some
/// writes, a torn one. A failure names its seed.
/// </summary>
public sealed class PowerLossTests
{
    private const int Lives = 4;
    private const int LyingSeeds = 10;

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Acknowledged_commits_survive_a_loss_of_power(int seed)
    {
        using var lives = new StoreLives(seed);

        for (var i = 0; i < Lives; i++) await lives.LiveAsync(keepsFiles: false);

        await lives.CheckAsync();
        Assert.True(lives.Acknowledged > 0);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Acknowledged_commits_survive_kills_and_losses_of_power_in_turn(int seed)
    {
        using var lives = new StoreLives(seed);

        for (var i = 0; i < Lives; i++) await lives.LiveAsync(keepsFiles: (seed + i) % 2 == 0);

        await lives.CheckAsync();
    }

    /// <summary>The proof that these tests would see it: the same on a disk that lies.</summary>
    [Fact]
    public async Task They_do_not_survive_on_a_disk_that_does_not_sync()
    {
        var red = 0;
        for (var seed = 1; seed <= LyingSeeds; seed++)
        {
            using var lives = new StoreLives(seed);
            lives.Disk.IgnoresSync = true;
            if (await Record.ExceptionAsync(() => lives.LiveAsync(keepsFiles: false)) is null
                && await Record.ExceptionAsync(lives.CheckAsync) is null) continue;

            red++;
        }
        Assert.True(red > LyingSeeds / 2, $"Only {red} of {LyingSeeds} seeds lost anything.");
    }

    /// <summary>The proof that SQLite asks for no sync where the store would not tell it to.</summary>
    [Theory]
    [InlineData("FULL", true)]
    [InlineData("OFF", false)]
    public void A_commit_survives_when_and_only_when_it_is_synced(string synchronous, bool survives)
    {
        var lost = 0;
        for (var seed = 1; seed <= LyingSeeds; seed++)
        {
            using var folder = new TemporaryFolder();
            using var disk = new FaultyDisk(folder.DataFolder, seed);
            Directory.CreateDirectory(folder.DataFolder);
            using (var session = Opening.Writer(folder.Database, new SqliteStoreOptions(), DateTimeOffset.UnixEpoch))
            {
                session.Db.Execute($"PRAGMA synchronous = {synchronous}");
                session.InTransaction(it => it.Users.Give("ann"));
                disk.TurnOffAfter(0);
            }
            disk.LosePower();
            using var again = Opening.Writer(folder.Database, new SqliteStoreOptions(), DateTimeOffset.UnixEpoch);
            if (again.Users.Find("ann") == 0) lost++;
        }
        Assert.True(lost == 0 == survives, $"{lost} of {LyingSeeds} lost it.");
    }

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 20)];
}
