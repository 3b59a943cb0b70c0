using MessageSync.Client.Tests.Model;

namespace MessageSync.Client.Tests.Properties;

/// <summary>Three users in five conversations, drawn from a seed; ann's devices are the ones that are looked
/// at.</summary>
internal sealed class World
{
    private static readonly string[] s_users = ["ann", "bob", "cat"];
    private readonly Random _random;
    private readonly bool _hasEpochs;
    private int _keys;

    public World(int seed, bool hasEpochs, Func<IDeviceStore> newStore)
    {
        (_random, _hasEpochs) = (new(seed), hasEpochs);
        Server.Create("all", "bob", ["ann"], isAll: true);
        Server.Create("since", "ann", ["bob", "cat"]);
        Server.Create("large", "cat", ["ann", "bob"], isLarge: true);
        Phones = [new("ann", _random, newStore()), new("ann", _random, newStore())];
    }

    public ModelServer Server { get; private set; } = new();

    public IReadOnlyList<Phone> Phones { get; }

    /// <summary>Every send that a phone took, in order, by conversation.</summary>
    public List<(int Phone, string Conversation, string Key)> Sent { get; } = [];

    public bool HasRestored { get; private set; }

    public void Step()
    {
        switch (_random.Next(100))
        {
            case < 30:
                Act(s_users[_random.Next(s_users.Length)]);
                break;
            case < 31:
                Server.Trim("ann", _random.Next(4));
                break;
            case < 32 when _hasEpochs && _random.Next(8) == 0:
                Server = Server.Restored(_random.Next(Math.Min(10, Server.Changes), Server.Changes + 1));
                HasRestored = true;
                break;
            case < 38:
                Use(_random.Next(Phones.Count));
                break;
            case < 41:
                Phones[_random.Next(Phones.Count)].Push(Server);
                break;
            default:
                Phones[_random.Next(10) < 7 ? 0 : 1].Step(Server);
                break;
        }
    }

    private void Act(string user)
    {
        if (_random.Next(60) == 0)
        {
            var fresh = $"new{Server.Changes}";
            if (Server.Find(fresh) is null)
                Server.Create(fresh, user, [.. s_users.Where(_ => _random.Next(2) == 0)], _random.Next(2) == 0,
                    _random.Next(4) == 0);
            return;
        }
        var found = Any(Server.Conversations.ToList());
        var visible = found.Visible(user);
        switch (_random.Next(22))
        {
            case < 9:
                Server.Send(found.Id, user, $"k{++_keys}", $"text {_keys}");
                break;
            case < 11 when found.Has(user) && visible.Count > 0:
                Server.Edit(found.Id, Any(visible).Seq, $"edit {Server.Changes}");
                break;
            case < 12 when visible.Count > 0:
                Server.Recall(found.Id, Any(visible).Seq, user);
                break;
            case < 14 when found.Stays.ContainsKey(user) && found.HeadFor(user) > 0:
                var to = _random.Next(1, (int)found.HeadFor(user) + 1);
                Server.Hide(found.Id, user, Math.Max(1, to - _random.Next(3)), to, _random.Next(3) == 0);
                break;
            case < 17 when found.Has(user):
                Server.Read(found.Id, user, _random.Next(0, (int)found.Head + 1), _random.Next(4) == 0);
                break;
            case 17:
                Server.Join(found.Id, user, _random.Next(3) == 0 ? "owner" : "member");
                break;
            case 18 when _random.Next(2) == 0:
                Server.Leave(found.Id, user);
                break;
            case 19:
                Server.Rename(found.Id, $"title {Server.Changes}");
                break;
            case 20:
                Server.Role(found.Id, user, _random.Next(2) == 0 ? "owner" : "member");
                break;
        }
    }

    private void Use(int index)
    {
        var (phone, found) = (Phones[index], Any(Server.Conversations.ToList()));
        var head = (int)found.Head;
        switch (_random.Next(10))
        {
            case < 4:
                var key = $"p{index}.{++_keys}";
                phone.Use(device => device.Submit(found.Id, new DeviceCommand.Send(key, $"text {key}")));
                if (phone.Device.Outbox(found.Id).Any(item => item.Command is DeviceCommand.Send send
                    && send.SendKey == key))
                    Sent.Add((index, found.Id, key));
                break;
            case 4:
                phone.Use(device => device.Submit(found.Id,
                    new DeviceCommand.Read(_random.Next(head + 1), _random.Next(4) == 0)));
                break;
            case 5 when head > 0:
                phone.Use(device => device.Submit(found.Id,
                    new DeviceCommand.Hide(_random.Next(1, head + 1), head, _random.Next(4) == 0)));
                break;
            case 6 when head > 0:
                phone.Use(device => device.Submit(found.Id, new DeviceCommand.Recall(_random.Next(1, head + 1))));
                break;
            case 7:
                phone.Use(device => device.Open(found.Id));
                break;
            default:
                RoamAnchor anchor = _random.Next(5) switch
                {
                    0 => new RoamAnchor.Newest(),
                    1 => new RoamAnchor.Before(_random.Next(head + 3)),
                    2 => new RoamAnchor.After(_random.Next(head + 3)),
                    3 => new RoamAnchor.Around(_random.Next(head + 3)),
                    _ => new RoamAnchor.At(ModelConversation.Time(_random.Next(Server.Changes + 2))),
                };
                phone.Use(device => device.Want(found.Id, anchor));
                break;
        }
    }

    private T Any<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];
}
