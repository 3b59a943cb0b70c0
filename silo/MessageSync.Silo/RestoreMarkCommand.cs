using System.Security.Cryptography;
using MessageSync.Storage;

namespace MessageSync.Silo;

/// <summary>The command <c>restore-mark</c>: after a backup was put back the store begins another life, so that devices
/// that know what came after the backup begin anew.</summary>
internal static class RestoreMarkCommand
{
    /// <summary>Gives the store a new epoch and tells it.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(SiloArguments arguments, CancellationToken ct)
    {
        using var host = StoreHost.Build(arguments);
        var data = SiloStorage.Describe(host.Services);
        if (!await SiloStorage.ExistsAsync(host.Services))
            throw new StoreStartException(
                $"There is no store in {data}: put the backup there first, or say with --data or --connection where it is.");

        await using var store = await host.Services.GetRequiredService<IStoreOpener>().OpenAsync(ct);
        var before = await store.Settings.ReadEpochAsync(ct);
        var epoch = new Epoch(RandomNumberGenerator.GetHexString(Epoch.Length, lowercase: true));
        await store.Settings.WriteEpochAsync(epoch, ct);

        Console.WriteLine($"The store in {data} has the new epoch {epoch} (before: {before}).");
        Console.WriteLine("Start the server: every device drops what it holds and loads it anew.");
        return 0;
    }
}
