using MessageSync.Client.Tests.Model;

namespace MessageSync.Client.Tests.Properties;

/// <summary>
/// A device in a bad world: requests overlap, are lost, refused, answered late, and the process dies at any step
/// between
/// asking and storing.
/// </summary>
internal sealed class Phone
{
    private static readonly string[] s_refusals = ["overloaded", "store-unavailable", "internal", "rate-limited"];
    private readonly List<(DeviceRequest Request, DeviceReply? Reply)> _open = [];
    private readonly Random _random;
    private readonly DeviceOptions _options;
    private readonly string _user;

    public Phone(string user, Random random, IDeviceStore store)
    {
        (_user, _random, Store) = (user, random, new(store));
        _options = new()
        {
            SyncLimit = random.Next(1, 6),
            ListLimit = random.Next(1, 4),
            RoamLimit = random.Next(1, 5),
            MutationsLimit = random.Next(1, 4),
            MembersLimit = random.Next(1, 4),
            Wait = TimeSpan.Zero,
        };
        Device = new(user, Store, _options);
    }

    public FaultyStore Store { get; }

    public Device Device { get; private set; }

    public DateTimeOffset Now { get; private set; } = ModelConversation.Time(0);

    /// <summary>One step of the network, the device, or its death.</summary>
    public void Step(ModelServer server)
    {
        Now += TimeSpan.FromSeconds(_random.Next(3));
        try
        {
            if (_random.Next(40) == 0) Store.DiesAfterStoring = _random.Next(2) == 0;
            switch (_random.Next(20))
            {
                case < 7 when _open.Count < 4 && Device.Next(Now) is { } request:
                    _open.Add((request, null));
                    break;
                case < 13 when _open.Count > 0:
                    Carry(server, _random.Next(_open.Count));
                    break;
                case < 19 when _open.Count > 0:
                    Deliver(_random.Next(_open.Count));
                    break;
                case 19 when _random.Next(5) == 0:
                    Die();
                    break;
                default:
                    Device.News();
                    break;
            }
        }
        catch (FaultyStore.DiedException)
        {
            Die();
        }
    }

    /// <summary>A stream pushes an entry: the next one, or one too far.</summary>
    public void Push(ModelServer server)
    {
        if (Device.State.Cursor is not { } cursor || ModelInbox.Parse(cursor).Epoch != server.Epoch) return;

        var next = server.InboxOf(_user).Sync(server.Epoch, cursor, 3);
        if (next.Reset is not null || next.Entries.Count == 0) return;

        var entry = next.Entries[_random.Next(4) == 0 ? next.Entries.Count - 1 : 0];
        try
        {
            Device.Push(entry);
        }
        catch (FaultyStore.DiedException)
        {
            Die();
        }
    }

    /// <summary>What a user does; if the device dies of it, it may or may not be stored.</summary>
    public void Use(Action<Device> use)
    {
        try
        {
            use(Device);
        }
        catch (FaultyStore.DiedException)
        {
            Die();
        }
    }

    /// <summary>The network is fine: until there is nothing left to ask.</summary>
    public void Settle(ModelServer server)
    {
        Store.DiesAfterStoring = null;
        while (_open.Count > 0)
        {
            Carry(server, 0, isFine: true);
            Deliver(0);
        }
        Device.News();
        for (var left = 5000; left > 0; left--)
        {
            if (Device.Next(Now) is { } request)
            {
                Device.Apply(request, Answer(server, request), Now);
                continue;
            }
            if (Device.WakeAt(Now) is not { } later) return;
            Now = later;
        }
        Assert.Fail("The device does not come to rest.");
    }

    private void Carry(ModelServer server, int index, bool isFine = false)
    {
        var (request, reply) = _open[index];
        if (reply is not null) return;

        var luck = isFine ? 99 : _random.Next(100);
        reply = luck switch
        {
            < 6 => new DeviceReply.Lost(),
            < 12 => new DeviceReply.Refused(s_refusals[_random.Next(s_refusals.Length)],
                TimeSpan.FromSeconds(_random.Next(3))),
            _ => Answer(server, request),
        };
        if (luck is >= 12 and < 20) reply = new DeviceReply.Lost();   // done, and the answer is lost
        _open[index] = (request, reply);
    }

    private void Deliver(int index)
    {
        var (request, reply) = _open[index];
        if (reply is null) return;

        _open.RemoveAt(index);
        Assert.True(Device.Apply(request, reply, Now));
        if (_random.Next(10) == 0) Assert.False(Device.Apply(request, reply, Now));
    }

    private DeviceReply Answer(ModelServer server, DeviceRequest request)
    {
        var acked = (request as DeviceRequest.Sync)?.Acked ?? (request as DeviceRequest.Ack)?.Cursor;
        if (acked is not null && Store.Load().State.Cursor is { } stored && stored[..4] == acked[..4])
            Assert.True(string.CompareOrdinal(acked, stored) <= 0, $"{acked} is acked and {stored} is stored.");
        return server.Answer(_user, request);
    }

    private void Die()
    {
        Store.DiesAfterStoring = null;
        _open.Clear();
        Device = new(_user, Store, _options);
    }
}
