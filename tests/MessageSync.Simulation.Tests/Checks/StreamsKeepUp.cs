using System.Text;
using MessageSync.Simulation.Tests.People;
using MessageSync.Simulation.Tests.Truth;
using MessageSync.Simulation.Tests.World;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>T3, I2: at rest an open stream brings everything by itself, so that its phone shows what its user sees and
/// never has to sync: at once where it hears the hints, and by the next look where every one of them is lost.</summary>
internal sealed class StreamsKeepUp : IEveningCheck
{
    /// <summary>What the contract gives to an entry; `advanced` takes the longest.</summary>
    private const double ByHintSeconds = 13;

    /// <summary>A look each 30 s, up to 15 s late, and a moment to read.</summary>
    private const double ByLookSeconds = 47;

    private const int JobsBetweenLooks = Client.ClientLimits.JobsBetweenSyncs;

    /// <summary>Streams that lived through the day have lost nothing, and those that were taken over have
    /// ended.</summary>
    public static async Task CheckThoseOfTheDayAsync(Town town)
    {
        await town.WaitAsync(ByLookSeconds);
        CheckOpenOnes(town);
    }

    private static void CheckOpenOnes(Town town)
    {
        foreach (var stream in town.Streams.Where(stream => stream.IsRead))
        {
            SimulationFailure.Unless(
                !stream.IsTakenOver, "I6", () => $"{stream.Name} was taken over and never ended.");
            stream.CheckComplete();
        }
    }

    public async Task CheckAsync(Town town)
    {
        if (!town.HasStreams) return;

        var random = new Random(town.Streams.Count);
        var all = town.Phones.ConvertAll(
            phone => (phone, Following: new Following(town, phone, random) { IsPatient = true }));
        foreach (var (phone, following) in all)
        {
            await phone.ComeHomeAsync();
            town.Main.Begin(() => following.FollowAsync(phone.Cursor));
        }
        await town.WaitAsync(1);
        await LiveAsync(town, all, random, lostHints: 100, ByLookSeconds);
        await LiveAsync(town, all, random, lostHints: 0, ByHintSeconds);
        foreach (var (phone, _) in all) phone.LosePower();
        await town.WaitAsync(ByLookSeconds);   // those streams are left then
    }

    private static async Task LiveAsync(
        Town town, List<(Phone Phone, Following Following)> all, Random random, int lostHints, double seconds)
    {
        town.Weather.LostHints = lostHints;
        var (again, followingAgain) = all[random.Next(all.Count)];
        town.Main.Begin(() => followingAgain.FollowAsync(again.Cursor));   // takes over
        var asked = all.ConvertAll(one => (one.Phone.Syncs, one.Phone.Jobs));
        await ActAsync(town, random, $"hints-{lostHints}");
        await town.WaitAsync(seconds);
        CheckOpenOnes(town);
        foreach (var ((phone, following), (syncs, jobs)) in all.Zip(asked))
        {
            SimulationFailure.Unless(town.Streams.Exists(stream => stream.IsRead && stream.IsOf(phone)), "I2",
                () => $"The stream of {phone.Name} has ended.");
            SimulationFailure.Unless(
                following.Missed == 0, "T6", () => $"{phone.Name} did not take what its stream brought.");
            // After so many other requests the client looks at its Inbox anyhow.
            var looks = (phone.Jobs - jobs + JobsBetweenLooks - 1) / JobsBetweenLooks;
            SimulationFailure.Unless(phone.Syncs - syncs <= looks, "T3",
                () => $"{phone.Name} has an open stream and synced {phone.Syncs - syncs} times.");
            DevicesAgree.Check(town.Ledger, phone, wasOpened: false);
        }
    }

    /// <summary>Something of each kind; no more than an Inbox holds.</summary>
    private static async Task ActAsync(Town town, Random random, string key)
    {
        var logs = town.Ledger.Conversations
            .Where(log => town.Phones.Exists(phone => log.IsMember(phone.User))).ToArray();
        random.Shuffle(logs);
        foreach (var log in logs.Take(town.Options.InboxEntriesMax / 10).Take(4).ToList())
        {
            var present = town.Phones.Select(phone => phone.User).Where(log.IsMember).ToList();
            await ActAsync(town, random, log, new(present[random.Next(present.Count)]), key);
        }
    }

    private static async Task ActAsync(Town town, Random random, ConversationLog log, Caller actor, string key)
    {
        var (commands, id) = (new Commands(town, random), log.Id);
        var first = (await commands.SendAsync(actor, id, new($"{key}-1"), Body($"{key} 1 in {id}."))).Value!;
        var second = (await commands.SendAsync(actor, id, new($"{key}-2"), Body($"{key} 2 in {id}."))).Value!;
        await town.WaitAsync(0.5);
        await commands.EditAsync(actor, id, first.Seq, 0, Body($"{key} 3 in {id}."));
        await commands.RecallAsync(actor, id, second.Seq);
        await commands.HideAsync(actor, id, first.Seq.Value, first.Seq.Value, unlist: random.Next(4) == 0);
        await commands.ReadAsync(actor, id, second.Seq.Value, unread: random.Next(4) == 0);
        if (!id.Value.StartsWith(DirectConversation.Prefix, StringComparison.Ordinal))
            await town.AskAsync("backend", $"call {id} {key}",
                sync => sync.ChangeAsync(new(ConversationLog.Service, null, IsService: true), id, key));
    }

    private static MessageBody Body(string text) =>
        new(Encoding.UTF8.GetBytes(text), IsText: true, MessageBody.DefaultContentType);
}
