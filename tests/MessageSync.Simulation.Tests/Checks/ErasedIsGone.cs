using MessageSync.Simulation.Tests.Truth;
using MessageSync.Simulation.Tests.World;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>T5: no table holds a body that was edited away or recalled. Looked at in the evening, and now and then when a
/// recall is acknowledged.</summary>
internal sealed class ErasedIsGone : IEveningCheck
{
    public Task CheckAsync(Town town)
    {
        Check(town);
        return Task.CompletedTask;
    }

    public static void Check(Town town)
    {
        if (town.Store.ReadTables() is not { } tables) return;

        var texts = tables.ToHashSet(StringComparer.Ordinal);
        var rest = string.Join('\n', tables.Where(text => text.StartsWith('{')));
        foreach (var log in town.Ledger.Conversations)
            foreach (var message in log.States)
                foreach (var text in message.Erased.Select(body => Stories.Of(body).Trim('"')))
                    SimulationFailure.Unless(!texts.Contains(text) && !rest.Contains(text, StringComparison.Ordinal), "T5",
                        () => $"{text}, which {log.Id} {message.Now.Seq} no longer says, lies in a table.");
    }
}
