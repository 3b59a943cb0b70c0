using System.Globalization;
using Xunit.Abstractions;

namespace MessageSync.Silo.Tests.Processes.Crashes;

/// <summary>
/// Goal: whatever the silo is at when it is killed, nothing acknowledged is lost, doubled or late.
/// Method: 32 senders and two devices of each user go on while the silo is killed and started again on the same data;
/// the instants are drawn from the seed. <c>MESSAGESYNC_KILLS</c> says how often (20), <c>MESSAGESYNC_SEED</c> another
/// seed.
/// </summary>
public sealed class CrashLoopTests(ITestOutputHelper output)
{
    private const int Senders = 32;
    private const int KillsUnlessTold = 20;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    /// <summary>What a restart may take until everybody has everything.</summary>
    private static readonly TimeSpan s_complete = TimeSpan.FromSeconds(10);

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Everything_acknowledged_survives_kills_once_and_reaches_every_device(int seed)
    {
        using var data = new DataFolder();
        await using var lives = new Lives(data.Path);
        var (people, ledger) = (new People(), new Ledger());
        await lives.StartAsync();
        await lives.Current.OpenAsync();
        await people.BeginAsync(lives);
        var devices = people.Users.SelectMany((user, i) => new[]
        {
            new Device(user, "phone", acks: true, seed + i, lives, ledger),
            new Device(user, "tablet", acks: false, seed - i, lives, ledger),
        }).ToList();
        var checks = new CrashChecks(people, devices, lives, ledger, s_complete);
        using var syncing = new CancellationTokenSource();
        using var sending = new CancellationTokenSource();
        var reading = devices.Select(device => device.RunAsync(syncing.Token)).ToList();
        var writing = Enumerable.Range(0, Senders)
            .Select(i => new Sender(i, seed, people, lives, ledger).RunAsync(sending.Token)).ToList();
        var (kills, plan, at) = (0, new CrashPlan(seed), "the beginning");
        try
        {
            while (kills < Kills)
            {
                var kill = plan.Next();
                at = $"kill {kills + 1}: {kill}";
                var before = kill.CountIn(ledger);
                bool IsReached() => kill.CountIn(ledger) >= before + kill.Count;
                await Unless(Failed(), ledger.Changed.UntilAsync(IsReached, s_patience));
                await lives.KillAsync(kill.Warned);
                foreach (var changes in kill.WhileStarting) await lives.KillWhileStartingAsync(changes);
                kills += 1 + kill.WhileStarting.Count;

                await lives.StartAsync();
                if (kill.Quiet) await Unless(Failed(), checks.EveryInboxIsCompleteAsync());
                await lives.Current.OpenAsync();
            }
            at = "the end";
            sending.Cancel();
            await Task.WhenAll(writing).WaitAsync(s_patience);
            await lives.KillAsync(warned: false);
            await lives.StartAsync();
            await Unless(Failed(), checks.EveryInboxIsCompleteAsync());
            await Unless(Failed(), checks.EverythingAgreesAsync());
        }
        catch (Exception failure)
        {
            syncing.Cancel();
            var log = await lives.EndAsync();
            Assert.Fail($"MESSAGESYNC_SEED={seed}, at {at}, {ledger.Acks.Count} sends acknowledged: {failure}\n"
                + $"The silo said: {log}");
        }
        output.WriteLine($"{kills} kills, {ledger.Acks.Count} sends acknowledged, {lives.Lost} answers lost");
        Assert.True(ledger.Acks.Count > kills && lives.Lost > kills, "Hardly anything was under way at the kills.");

        async Task Failed()
        {
            // Senders that are done did not fail.
            await foreach (var one in Task.WhenEach([.. reading, .. writing])) await one;
        }
    }

    public static TheoryData<int> Seeds() =>
        [int.Parse(Environment.GetEnvironmentVariable("MESSAGESYNC_SEED") ?? "1", CultureInfo.InvariantCulture)];

    private static int Kills => int.Parse(
        Environment.GetEnvironmentVariable("MESSAGESYNC_KILLS") ?? $"{KillsUnlessTold}", CultureInfo.InvariantCulture);

    private static async Task Unless(Task failed, Task work)
    {
        if (await Task.WhenAny(failed, work) == failed) await failed;
        await work;
    }
}
