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
        foreach (var phone in town.Phones.DistinctBy(phone => phone.User))
            foreach (var log in town.Ledger.Conversations.Where(log => log.StaysOf(phone.User).Count > 0))
                await CheckAsync(town, phone, log);
    }

    private static async Task CheckAsync(Town town, Phone phone, ConversationLog log)
    {
        var visible = town.Ledger.VisibleTo(phone.User, log).ToList();
        foreach (var limit in s_limits)
        {
            if (visible.Count > 60 * limit) continue;
            Same(visible, await PagesAsync(log, phone, new RoamingAnchor.After(default), limit), $"{limit} forward");
            Same(visible, await PagesAsync(log, phone, new RoamingAnchor.Newest(), limit), $"{limit} backward");
        }
        foreach (var seq in Enumerable.Range(0, log.Messages.Count + 2).Where(seq => seq % 5 == 0))
        {
            var page = await phone.Ask.RoamAsync(log.Id, new RoamingAnchor.Around(new(seq)), 5);
            Same([.. visible.Where(one => one < seq).TakeLast(2), .. visible.Where(one => one >= seq).Take(3)], Seqs(page), $"around {seq}");
        }
        await CheckMutationsAsync(town, phone, log, visible);
        if (log.Messages.Count == 0) return;

        var middle = log.Messages[log.Messages.Count / 2].At;
        var since = await phone.Ask.RoamAsync(log.Id, new RoamingAnchor.At(middle), 200);
        Same([.. visible.Where(seq => log.Messages[(int)seq - 1].At >= middle)], Seqs(since), $"at {middle:O}");
        var all = log.Messages.Select(message => message.Seq).Take(200).ToList();
        var some = await town.AskAsync(phone.Name, $"some of {log.Id}", sync => sync.SomeAsync(phone.Caller, log.Id, all));
        Same([.. visible.Where(seq => seq <= all.Count)], some.Messages.Select(message => message.Seq.Value), "some");
        Present(log, some.Messages);
        foreach (var seq in all.Where(seq => seq.Value % 7 == 0))
        {
            var one = await town.CallAsync(phone.Name, $"one {seq} of {log.Id}", sync => sync.OneAsync(phone.Caller, log.Id, seq));
            Same([.. visible.Where(each => each == seq.Value)], one.Value is { } shown ? [shown.Seq.Value] : [], $"one {seq}");
        }

        void Same(IReadOnlyList<long> expected, IEnumerable<long> shown, string path) =>
            SimulationFailure.Unless(expected.SequenceEqual(shown), "T4", () =>
                $"{phone.User} sees [{string.Join(',', expected)}] of {log.Id}; {path} shows [{string.Join(',', shown)}].");
    }

    private static async Task<IReadOnlyList<long>> PagesAsync(
        ConversationLog log, Phone phone, RoamingAnchor anchor, int limit)
    {
        var (seqs, forward) = (new List<long>(), anchor is RoamingAnchor.After);
        while (true)
        {
            var page = await phone.Ask.RoamAsync(log.Id, anchor, limit);
            Present(log, page.Messages);
            seqs.InsertRange(forward ? seqs.Count : 0, Seqs(page));
            if (!(forward ? page.HasAfter : page.HasBefore)) return seqs;

            anchor = forward ? new RoamingAnchor.After(page.Messages[^1].Seq) : new RoamingAnchor.Before(page.Messages[0].Seq);
        }
    }

    /// <summary>Each once, by its newest mutation, whatever the size of the pages.</summary>
    private static async Task CheckMutationsAsync(Town town, Phone phone, ConversationLog log, List<long> visible)
    {
        var due = visible.Select(seq => log.States[(int)seq - 1].Now).Where(message => message.Mutation > ChangeNo.None)
            .OrderBy(message => message.Mutation).ToList();
        foreach (var limit in s_limits.Where(limit => due.Count <= 20 * limit))
        {
            var (shown, after) = (new List<Message>(), 0L);
            MutationsPage page;
            do
            {
                page = await phone.Ask.MutationsAsync(log.Id, after, limit);
                shown.AddRange(page.Mutations);
                if (page.More) after = page.Mutations[^1].Mutation.Value;
            }
            while (page.More);
            SimulationFailure.Unless(shown.SequenceEqual(due), "T4", () =>
                $"{phone.User}: mutations of {log.Id} by {limit} are [{Stories(shown)}]; there is [{Stories(due)}].");
            var head = log.IsMember(phone.User) ? log.MutationHead : due.Select(one => one.Mutation.Value).DefaultIfEmpty().Max();
            SimulationFailure.Unless(page.Head.Value == head, "T4",
                () => $"{phone.User}: the mutationHead of {log.Id} is {head}, not {page.Head}.");
        }

        static string Stories(IEnumerable<Message> messages) => string.Join(' ', messages.Select(one => $"{one.Mutation}:{one.Seq}"));
    }

    private static void Present(ConversationLog log, IEnumerable<Message> shown)
    {
        foreach (var message in shown)
            SimulationFailure.Unless(message == log.States[(int)message.Seq.Value - 1].Now, "T4",
                () => $"{log.Id} shows {message}; that is {log.States[(int)message.Seq.Value - 1].Now}.");
    }

    private static IEnumerable<long> Seqs(RoamingPage page) => page.Messages.Select(message => message.Seq.Value);
}
