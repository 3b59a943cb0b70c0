using MessageSync.Client;
using MessageSync.Simulation.Tests.Truth;
using MessageSync.Simulation.Tests.World;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.People;

/// <summary>One device of one user: the client's own machine on a store that survives it, with a driver that asks the
/// town and may lose its power at any time. What was asked by a machine that died is answered to nobody.</summary>
internal sealed class Phone
{
    private readonly Town _town;
    private readonly Random _random;
    private readonly Errands _errands;
    private readonly Dictionary<(DeviceRequest, string), int> _refusals = [];
    private TaskCompletionSource _applied = new();
    private int _underWay;
    private int _power;
    private int _requestsMax = int.MaxValue;

    public Phone(Town town, UserId user, string name, Random random)
        : this(town, user, name, random, new(random), new()) { }

    private Phone(Town town, UserId user, string name, Random random, PhoneStore store, Orders orders)
    {
        (_town, _random, Store, Orders) = (town, random, store, orders);
        Caller = new(user, new DeviceId(name));
        Ask = new(town, this);
        _errands = new(town, this, random);
        Machine = MadeAnew();
    }

    public Caller Caller { get; }

    public UserId User => Caller.User;

    public string Name => $"{User}/{Caller.Device}";

    /// <summary>What it asks for itself, and whoever looks at the town with its eyes.</summary>
    public Asking Ask { get; }

    /// <summary>The client. Another one after each loss of power.</summary>
    public Device Machine { get; private set; }

    /// <summary>Drawn anew with each machine: small pages, and mostly no waiting.</summary>
    public DeviceOptions Options { get; private set; } = new();

    public PhoneStore Store { get; }

    public Orders Orders { get; }

    /// <summary>Where it is; null while it begins.</summary>
    public string? Cursor => Machine.State.Cursor;

    /// <summary>Cursors that it once had.</summary>
    public List<string> OldCursors { get; } = [];

    /// <summary>The greatest cursor that it ever acked, or tried to.</summary>
    public string? Acked { get; private set; }

    /// <summary>True once it has read its Inbox to the end, since it was to.</summary>
    public bool HasReadInbox { get; private set; }

    /// <summary>How often it synced.</summary>
    public int Syncs { get; private set; }

    /// <summary>How often it asked for anything else; acks apart.</summary>
    public int Jobs { get; private set; }

    private DateTimeOffset Now => DateTimeOffset.UnixEpoch + _town.Clock.Elapsed;

    /// <summary>A new phone, to which a backup of this one's store is restored.</summary>
    public Phone Restored(int commits) => new(
        _town, User, $"{Caller.Device}.{commits}", new(_random.Next()), Store.At(commits), Orders);

    /// <summary>The user looks at it for a while: so many requests, then it sleeps.</summary>
    public void Look(int requests)
    {
        _power = requests;
        Machine.News();
        Go();
    }

    /// <summary>The user does something on it.</summary>
    public void Use(Action<Device> use)
    {
        try
        {
            use(Machine);
            Go();
        }
        catch (PowerLostException)
        {
            LosePower();
        }
    }

    /// <summary>Puts a command into the outbox; if it loses its power of that, perhaps.</summary>
    public void Submit(ConversationId id, DeviceCommand command)
    {
        _town.Trace.Write(Name, $"submits {command} in {id}");
        var last = Machine.State.LastOutboxNo;
        Use(machine => machine.Submit(id.Value, command));
        foreach (var item in Machine.Outbox().Where(item => item.No > last)) Orders.Submit(item);
    }

    /// <summary>It is awake for what a stream brings.</summary>
    public void Hear(Action<Device> take)
    {
        _power = Math.Max(_power, 5);
        Use(take);
    }

    /// <summary>From now on it is to read its Inbox to the end; a stream is to bring what comes then.</summary>
    public void WatchInbox() => (HasReadInbox, Machine.Wait) = (false, TimeSpan.Zero);

    /// <summary>Nothing that it asked is under way.</summary>
    public async Task IdleAsync()
    {
        while (_underWay > 0) await _applied.Task;
    }

    public void NoteAck(string? cursor)
    {
        if (string.CompareOrdinal(cursor, Acked) > 0) Acked = cursor;
    }

    /// <summary>Asks until there is nothing left to ask, within the bound of requests.</summary>
    public async Task SettleAsync()
    {
        Look(int.MaxValue);
        while (true)
        {
            if (_underWay > 0) await _applied.Task;
            else if (Machine.WakeAt(Now) is { } later) await _town.WaitAsync((later - Now).TotalSeconds);
            else break;
            Go();
        }
        SimulationFailure.Unless(Machine.IsUpToDate, "T34", () => $"{Name} has nothing to ask and is not up to date.");
    }

    /// <summary>The evening of a phone: it starts anew with a good network, and may ask so much and no more.</summary>
    public async Task ComeHomeAsync()
    {
        LosePower();
        _requestsMax = Effort.Of(_town, this);
        await SettleAsync();
    }

    /// <summary>The user opens everything and scrolls to the first message.</summary>
    public async Task ReadAllAsync()
    {
        await SettleAsync();
        var all = Store.Load().Conversations.Select(one => one.Id).ToList();
        foreach (var id in all) Machine.Open(id);
        await SettleAsync();
        while (all.SelectMany(id => Holes(id).Select(hole => (id, hole))).ToList() is { Count: > 0 } holes)
        {
            foreach (var (id, hole) in holes) Machine.Want(id, new RoamAnchor.Before(hole.To + 1));
            var before = Ask.Requests;
            await SettleAsync();
            SimulationFailure.Unless(Ask.Requests > before, "T34", () => $"{Name} never fills {holes[0]}.");
        }
    }

    private IReadOnlyList<Client.SeqRange> Holes(string id) => Machine.Messages(id, limit: int.MaxValue).Holes;

    private void Go()
    {
        while (_power > 0 && Machine.Next(Now) is { } request)
        {
            _power--;
            if (!_town.IsEvening && _random.Next(100) == 0)
            {
                LosePower();
                return;
            }
            Carry(request);
        }
    }

    private void Carry(DeviceRequest request)
    {
        var machine = Machine;
        _underWay++;
        SimulationFailure.Unless(_requestsMax-- > 0, "T34", () => $"{Name} asks and asks, at last for {request}.");
        if (request is DeviceRequest.Sync) Syncs++;
        else if (request is not DeviceRequest.Ack) Jobs++;
        _town.Main.Begin(async () =>
        {
            var reply = await _errands.AskAsync(request);
            if (request is DeviceRequest.Order order) Orders.Answer(order, reply);
            if (machine == Machine) Apply(request, reply);
        });
    }

    private void Apply(DeviceRequest request, DeviceReply reply)
    {
        _underWay--;
        CheckRefusal(request, reply);
        var before = Cursor;
        Use(machine => SimulationFailure.Unless(
            machine.Apply(request, reply, Now), "I6", () => $"{Name} knows nothing of {request}."));
        if (before is not null && before != Cursor) OldCursors.Add(before);
        HasReadInbox |= reply is DeviceReply.Synced({ More: false }) && Cursor is not null;
        var applied = _applied;
        _applied = new();
        applied.SetResult();
    }

    /// <summary>What was refused for good is not to be asked again and again.</summary>
    private void CheckRefusal(DeviceRequest request, DeviceReply reply)
    {
        if (reply is not DeviceReply.Refused { IsPassing: false, Problem: var problem }) return;

        var times = _refusals[(request, problem)] = _refusals.GetValueOrDefault((request, problem)) + 1;
        SimulationFailure.Unless(times < 20, "T34", () => $"{Name} was told {problem} {times} times for {request}.");
    }

    /// <summary>It starts anew from its store.</summary>
    public void LosePower()
    {
        _town.Trace.Write(Name, "loses its power");
        Machine = MadeAnew();
    }

    private Device MadeAnew()
    {
        (_underWay, Store.MayLosePower, Options) = (0, false, AnyOptions());
        var device = new Device(User.Value, Store, Options);
        Store.MayLosePower = !_town.IsEvening;
        return device;
    }

    private DeviceOptions AnyOptions() => new()
    {
        SyncLimit = _random.Next(1, 12),
        ListLimit = _random.Next(1, 5),
        RoamLimit = _random.Next(1, 30),
        MutationsLimit = _random.Next(1, 10),
        MembersLimit = _random.Next(10, 500),
        Wait = _town.IsEvening || _random.Next(4) > 0 ? default : TimeSpan.FromSeconds(_random.Next(1, 20)),
        RetryFirst = TimeSpan.FromMilliseconds(_random.Next(10, 1000)),
        RetryMax = TimeSpan.FromSeconds(_random.Next(1, 10)),
    };
}
