namespace MessageSync.Client.Tests.Properties;

/// <summary>
/// Goal: whatever is lost, refused, trimmed, restored, and wherever a device dies, in the end it shows what the server
/// shows. Method: two devices of one user against a model of the server, from one seed; the steps of each are checked
/// too.
/// A failure names its seed.
/// </summary>
public sealed class DevicePropertyTests
{
    private const int Steps = 400;

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 150), 348, 419, 776, 1404, 1437];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Two_devices_and_a_fresh_one_end_with_what_the_server_shows(int seed)
    {
        var world = Lived(seed, hasEpochs: false);

        var fresh = new Phone("ann", new(seed), new InMemoryDeviceStore());
        foreach (var phone in world.Phones.Append(fresh))
        {
            Agreement.LoadEverything(phone, world.Server);
            Agreement.Check(phone, world.Server, "ann");
        }
        foreach (var phone in world.Phones) Agreement.LoadEverything(phone, world.Server);
        foreach (var phone in world.Phones) Agreement.Check(phone, world.Server, "ann");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Restored_backups_leave_nothing_of_the_old_life(int seed)
    {
        var world = Lived(seed, hasEpochs: true);

        foreach (var phone in world.Phones) Agreement.LoadEverything(phone, world.Server);
        foreach (var phone in world.Phones)
        {
            Agreement.LoadEverything(phone, world.Server);
            Agreement.Check(phone, world.Server, "ann");
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_send_is_in_its_conversation_once_or_shown_as_failed_and_in_order(int seed)
    {
        var world = Lived(seed, hasEpochs: false);
        foreach (var phone in world.Phones) phone.Settle(world.Server);

        foreach (var group in world.Sent.GroupBy(sent => (sent.Phone, sent.Conversation)))
        {
            var messages = world.Server.Of(group.Key.Conversation).Messages;
            var failed = world.Phones[group.Key.Phone].Device.Outbox(group.Key.Conversation)
                .Where(item => item.Status == OutboxStatus.Failed)
                .Select(item => (item.Command as DeviceCommand.Send)?.SendKey).ToHashSet();
            var expected = group.Select(sent => sent.Key).Where(key => !failed.Contains(key)).ToList();
            Assert.Equal(expected, messages.Select(message => message.SendKey).Where(expected.Contains));
        }
    }

    private static World Lived(int seed, bool hasEpochs)
    {
        var world = new World(seed, hasEpochs, () => new InMemoryDeviceStore());
        for (var step = 0; step < Steps; step++) world.Step();
        return world;
    }
}
