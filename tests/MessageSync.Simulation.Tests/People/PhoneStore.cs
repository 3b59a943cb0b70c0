using MessageSync.Client;

namespace MessageSync.Simulation.Tests.People;

/// <summary>The power was lost at a commit: it was stored, or not.</summary>
internal sealed class PowerLostException : Exception;

/// <summary>What of a phone survives it. Every commit is kept, so that the store as it was after any of them can be
/// made again; a commit may lose the power.</summary>
internal sealed class PhoneStore(Random random) : IDeviceStore
{
    private readonly InMemoryDeviceStore _now = new();
    private readonly List<StoreChanges> _commits = [];

    /// <summary>How many commits there were.</summary>
    public int Commits => _commits.Count;

    /// <summary>False while no commit loses the power.</summary>
    public bool MayLosePower { get; set; }

    /// <summary>Another store, as this one was after its first commits.</summary>
    public PhoneStore At(int commits)
    {
        var then = new PhoneStore(random);
        foreach (var changes in _commits.Take(commits)) then.Commit(changes);
        return then;
    }

    public StoredDevice Load() => _now.Load();

    public Message? FindMessage(string conversation, long seq) => _now.FindMessage(conversation, seq);

    public IReadOnlyList<Message> ReadMessages(string conversation, Client.SeqRange range, int limit) =>
        _now.ReadMessages(conversation, range, limit);

    public Membership? FindMembership(string conversation) => _now.FindMembership(conversation);

    public void Commit(StoreChanges changes)
    {
        var losesPower = MayLosePower && random.Next(80) == 0;
        if (losesPower && random.Next(2) == 0) throw new PowerLostException();

        _now.Commit(changes);
        _commits.Add(changes);
        if (losesPower) throw new PowerLostException();
    }
}
