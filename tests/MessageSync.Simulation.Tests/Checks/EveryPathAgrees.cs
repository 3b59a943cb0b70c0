using MessageSync.Simulation.Tests.People;
using MessageSync.Simulation.Tests.Truth;
using MessageSync.Simulation.Tests.World;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>T4: pages forward and backward of any size, around, by time and by number show the same messages: those that
/// the words of the contract name.</summary>
internal sealed class EveryPathAgrees : IEveningCheck
{
    private static readonly int[] s_limits = [1, 2, 3, 7, 200];

    public async Task CheckAsync(Town town)
    {
        foreach (var device in town.Devices.DistinctBy(device => device.User))
            foreach (var log in town.Ledger.Conversations.Where(log => log.StaysOf(device.User).Count > 0))
                await CheckAsync(town, device, log);
    }

    private static async Task CheckAsync(Town town, Device device, ConversationLog log)
    {
        var visible = log.VisibleTo(device.User).ToList();
        foreach (var limit in s_limits)
        {
            if (visible.Count > 60 * limit) continue;
            Same(visible, await PagesAsync(device, log, new RoamingAnchor.After(default), limit), $"{limit} forward");
            Same(visible, await PagesAsync(device, log, new RoamingAnchor.Newest(), limit), $"{limit} backward");
        }
        foreach (var seq in Enumerable.Range(0, log.Messages.Count + 2).Where(seq => seq % 5 == 0))
        {
            var page = await device.RoamAsync(log.Id, new RoamingAnchor.Around(new(seq)), 5);
            Same([.. visible.Where(one => one < seq).TakeLast(2), .. visible.Where(one => one >= seq).Take(3)], Seqs(page), $"around {seq}");
        }
        if (log.Messages.Count == 0) return;

        var middle = log.Messages[log.Messages.Count / 2].At;
        var since = await device.RoamAsync(log.Id, new RoamingAnchor.At(middle), 200);
        Same([.. visible.Where(seq => log.Messages[(int)seq - 1].At >= middle)], Seqs(since), $"at {middle:O}");
        var all = log.Messages.Select(message => message.Seq).Take(200).ToList();
        var some = await town.AskAsync(device.Name, $"some of {log.Id}", sync => sync.SomeAsync(device.Caller, log.Id, all));
        Same([.. visible.Where(seq => seq <= all.Count)], some.Messages.Select(message => message.Seq.Value), "some");

        void Same(IReadOnlyList<long> expected, IEnumerable<long> shown, string path) =>
            SimulationFailure.Unless(expected.SequenceEqual(shown), "T4", () =>
                $"{device.User} sees [{string.Join(',', expected)}] of {log.Id}; {path} shows [{string.Join(',', shown)}].");
    }

    private static async Task<IReadOnlyList<long>> PagesAsync(
        Device device, ConversationLog log, RoamingAnchor anchor, int limit)
    {
        var (seqs, forward) = (new List<long>(), anchor is RoamingAnchor.After);
        while (true)
        {
            var page = await device.RoamAsync(log.Id, anchor, limit);
            seqs.InsertRange(forward ? seqs.Count : 0, Seqs(page));
            if (!(forward ? page.HasAfter : page.HasBefore)) return seqs;

            anchor = forward ? new RoamingAnchor.After(page.Messages[^1].Seq) : new RoamingAnchor.Before(page.Messages[0].Seq);
        }
    }

    private static IEnumerable<long> Seqs(RoamingPage page) => page.Messages.Select(message => message.Seq.Value);
}
