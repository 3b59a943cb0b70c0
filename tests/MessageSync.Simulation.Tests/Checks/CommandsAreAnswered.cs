using MessageSync.Client;
using MessageSync.Simulation.Tests.People;
using MessageSync.Simulation.Tests.Truth;
using MessageSync.Simulation.Tests.World;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>T21, T23: whatever was submitted on a phone was done, or has failed for the reason that the server told;
/// messages of one phone stand in the order in which they were sent.</summary>
internal sealed class CommandsAreAnswered : IEveningCheck
{
    public Task CheckAsync(Town town)
    {
        foreach (var phone in town.Phones)
        {
            CheckOutbox(phone);
            foreach (var item in phone.Orders.Submitted) CheckEnd(town.Ledger, phone, item);
            foreach (var sends in phone.Orders.Submitted.Where(item => item.Command is DeviceCommand.Send)
                .GroupBy(item => item.Conversation)) CheckOrder(town.Ledger, phone, [.. sends]);
        }
        return Task.CompletedTask;
    }

    /// <summary>Nothing waits any more.</summary>
    public static void CheckOutbox(Phone phone)
    {
        foreach (var item in phone.Machine.Outbox())
            SimulationFailure.Unless(phone.Orders.HasFailed(item), "T34", () => $"{phone.Name} is left with {item}.");
    }

    /// <summary>It was done, is there, or is left as failed.</summary>
    private static void CheckEnd(Ledger ledger, Phone phone, OutboxItem item) => SimulationFailure.Unless(
        phone.Orders.IsDone(item) || Stored(ledger, phone, item) is not null
        || phone.Machine.Outbox().Any(left => left.No == item.No), "T21",
        () => $"{phone.Name} has lost {item}.");

    private static void CheckOrder(Ledger ledger, Phone phone, IReadOnlyList<OutboxItem> sends)
    {
        // A key that was used before stands where it was used first.
        var places = sends.Where(item => !phone.Orders.WasRefused(item) && item.Command is DeviceCommand.Send send
                && Stored(ledger, phone, item) is { } sent && Stories.Of(sent.Body) == $"\"{send.Body}\"")
            .Select(item => (item, Stored(ledger, phone, item)!.Seq)).DistinctBy(sent => sent.Seq).ToList();
        foreach (var (one, next) in places.Zip(places.Skip(1)))
            SimulationFailure.Unless(one.Seq < next.Seq, "T31", () => $"{phone.Name} sent {one} before {next}.");
    }

    /// <summary>What stands under the key of a send.</summary>
    private static MessageSent? Stored(Ledger ledger, Phone phone, OutboxItem item) =>
        item.Command is DeviceCommand.Send send
            ? ledger.Find(new(item.Conversation))?.Messages
                .Find(sent => sent.Sender == phone.User && sent.SendKey.Value == send.SendKey)
            : null;
}
