using MessageSync.Simulation.Tests.Truth;
using MessageSync.Simulation.Tests.World;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>S3, and the wire's promise: a request that was refused has stored nothing.</summary>
internal sealed class RefusedIsNotStored : IEveningCheck
{
    public Task CheckAsync(Town town)
    {
        foreach (var (conversation, sender, key, sent) in town.Answers.Sends)
        {
            if (sent.Seq is not null || sent.Unknown > 0) continue;

            var message = town.Ledger.Find(conversation)?.Messages.Find(one => one.Sender == sender && one.SendKey == key);
            SimulationFailure.Unless(message is null, "S3", () => $"{key} of {sender} was refused; stored is {message}.");
        }
        var stored = town.Ledger.Conversations.SelectMany(log => log.States).SelectMany(message => message.States)
            .Where(state => state.Body is not null).Select(state => Stories.Of(state.Body!)).ToHashSet(StringComparer.Ordinal);
        foreach (var text in town.Mutations.Refused)
            SimulationFailure.Unless(!stored.Contains(text), "S3", () => $"The edit to {text} was refused, and is stored.");
        return Task.CompletedTask;
    }
}
