using System.Text.Json;

namespace MessageSync.Silo.Tests.Processes.Crashes;

/// <summary>What has to hold after kills.</summary>
/// <param name="people">Who talks to whom.</param>
/// <param name="devices">All of them.</param>
/// <param name="lives">Where Timelines are read.</param>
/// <param name="ledger">What was acknowledged.</param>
/// <param name="within">After this time everybody has everything, nobody having touched the conversations.</param>
internal sealed class CrashChecks(
    People people, IReadOnlyList<Device> devices, Lives lives, Ledger ledger, TimeSpan within)
{
    /// <summary>Waits until every device has every acknowledged message. Only devices call meanwhile, and only
    /// sync.</summary>
    public Task EveryInboxIsCompleteAsync() => DevicesReachAsync(ledger.Heads, "what was acknowledged");

    /// <summary>Every Timeline holds what was acknowledged, once, and nothing else; every device holds what Timelines
    /// do.</summary>
    public async Task EverythingAgreesAsync()
    {
        foreach (var device in devices) device.Steady();
        var timelines = new Dictionary<string, IReadOnlyList<Received>>(StringComparer.Ordinal);
        foreach (var (conversation, token) in people.Readers)
            timelines[conversation] = await ReadAsync(conversation, token);
        await DevicesReachAsync(timelines.ToDictionary(
            one => one.Key, one => (long)one.Value.Count, StringComparer.Ordinal), "what the Timelines hold");

        foreach (var (conversation, timeline) in timelines) Check(conversation, timeline);
        foreach (var device in devices) Check(device, timelines);
        foreach (var same in devices.GroupBy(device => device.User, StringComparer.Ordinal))
            Assert.Single(same.Select(device => string.Join('\n', device.Received)).Distinct(StringComparer.Ordinal));
    }

    private void Check(string conversation, IReadOnlyList<Received> timeline)
    {
        Assert.True(
            timeline.Select(one => one.Seq).SequenceEqual(Enumerable.Range(1, timeline.Count).Select(n => (long)n)),
            $"{conversation} has gaps: {string.Join(' ', timeline.Select(one => one.Seq))}");
        var stored = timeline.Select(one => (one.Sender, one.Key, one.Seq, one.Body)).ToHashSet();
        var acked = ledger.Acks.Where(one => one.Key.Conversation == conversation)
            .Select(one => (one.Key.Sender, one.Key.Key, one.Value.Seq, one.Value.Body)).ToHashSet();
        var missing = acked.Except(stored).Select(Short).ToList();
        var extra = stored.Except(acked).Select(Short).ToList();
        Assert.True(missing.Count == 0, $"{conversation} misses {string.Join("; ", missing)}");
        Assert.True(extra.Count == 0, $"{conversation} has what nobody sent so: {string.Join("; ", extra)}");
        Assert.Equal(timeline.Count, acked.Count);

        static string Short((string Sender, string Key, long Seq, string Body) one) =>
            $"{one.Seq} {one.Sender} {one.Key}";
    }

    private void Check(Device device, Dictionary<string, IReadOnlyList<Received>> timelines)
    {
        var received = device.Received
            .Where(one => one.Seq > 0).ToLookup(one => one.Conversation, StringComparer.Ordinal);
        foreach (var conversation in people.Of(device.User))
            Assert.True(
                received[conversation].Select(one => one with { Cursor = "" }).SequenceEqual(timelines[conversation]),
                $"{device} has another {conversation} than its Timeline.");
        Assert.Equal(people.Of(device.User).Count, device.Received.Count(one => one.Seq == 0));
    }

    private async Task<IReadOnlyList<Received>> ReadAsync(string conversation, string token)
    {
        var messages = new List<Received>();
        while (true)
        {
            var after = messages.Count > 0 ? messages[^1].Seq : 0;
            var (_, page) = await lives.CallAsync(
                token, $"/v1/conversations/{conversation}/messages?limit=200&after={after}");
            foreach (var message in page.GetProperty("messages").EnumerateArray())
                messages.Add(new("", conversation, message.GetProperty("seq").GetInt64(), Text(message, "sender"),
                    Text(message, "sendKey"), Text(message, "body")));
            if (!page.GetProperty("hasAfter").GetBoolean()) return messages;
        }

        static string Text(JsonElement message, string member) => message.GetProperty(member).GetString()!;
    }

    private async Task DevicesReachAsync(IReadOnlyDictionary<string, long> heads, string what)
    {
        var awaited = new Dictionary<string, long>(heads, StringComparer.Ordinal);
        try
        {
            await ledger.Changed.UntilAsync(() => !Behind().Any(), within);
        }
        catch (TimeoutException)
        {
            var behind = string.Join("; ", Behind());
            Assert.Fail($"After {within.TotalSeconds} s not all have {what}: {behind}");
        }

        IEnumerable<string> Behind() =>
            from device in devices
            from conversation in people.Of(device.User)
            let head = awaited.GetValueOrDefault(conversation)
            where device.HeadOf(conversation) < head
            select $"{device} has {conversation} up to {device.HeadOf(conversation)} of {head}";
    }
}
