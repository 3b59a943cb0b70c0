using MessageSync.TestDisk;

namespace MessageSync.Storage.Sqlite.Tests.Disk;

/// <summary>
/// Goal: what was acknowledged survives although syncs failed before.
/// Method: as in <see cref="PowerLossTests"/>, and every now and then a sync fails as on Linux: some of what was
/// written is on the disk, the rest never will be by any later sync, and reading shows all of it.
/// </summary>
public sealed class FailedSyncTests
{
    private const int Lives = 5;
    private const string Log = "messagesync.db-wal";
    private const string File = "messagesync.db";

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Acknowledged_commits_survive_failed_syncs_kills_and_losses_of_power(int seed)
    {
        using var lives = new StoreLives(seed);
        var (gate, random, streak) = (new Lock(), new Random(seed), 0);

        for (var i = 0; i < Lives; i++)
        {
            lives.Disk.Fault = (call, _) => call == DiskCall.Sync && Fails() ? DiskAnswer.SyncFailed : DiskAnswer.Ok;
            await lives.LiveAsync(keepsFiles: random.Next(3) != 0);
        }

        await lives.CheckAsync();

        bool Fails()
        {
            lock (gate)
            {
                if (streak == 0 && random.Next(12) == 0) streak = random.Next(1, 5);
                else if (streak > 0) streak--;
                return streak > 0;
            }
        }
    }

    [Theory]
    [MemberData(nameof(FewSeeds))]
    public async Task What_a_restart_finds_after_a_failed_sync_is_brought_to_the_disk_before_anything_follows(int seed)
    {
        using var lives = new StoreLives(seed);
        await lives.LiveAsync(batches: 3, () => { });
        await lives.LiveAsync(batches: 1, () => lives.Disk.Fault = FailsAndDies(lives.Disk, Log));
        lives.Disk.Fault = null;

        await lives.LiveAsync(batches: 3, () => { });
        lives.Disk.LosePower();

        await lives.CheckAsync();
    }

    [Theory]
    [MemberData(nameof(FewSeeds))]
    public async Task What_was_moved_into_the_file_before_its_sync_failed_is_moved_again(int seed)
    {
        using var lives = new StoreLives(seed);
        await lives.LiveAsync(batches: 150, () => lives.Disk.Fault = FailsOnce(File));

        lives.Disk.LosePower();

        await lives.CheckAsync();
    }

    private static Func<DiskCall, string, int> FailsAndDies(FaultyDisk disk, string name) => (call, file) =>
    {
        if (call != DiskCall.Sync || file != name) return DiskAnswer.Ok;

        disk.TurnOffAfter(0);
        return DiskAnswer.SyncFailed;
    };

    private static Func<DiskCall, string, int> FailsOnce(string name)
    {
        var left = 1;
        return (call, file) => call == DiskCall.Sync && file == name && Interlocked.Exchange(ref left, 0) == 1
            ? DiskAnswer.SyncFailed
            : DiskAnswer.Ok;
    }

    public static TheoryData<int> FewSeeds() => [.. Enumerable.Range(1, 10)];

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 40)];
}
