namespace MessageSync.Client.Tests.Properties;

/// <summary>A store whose process dies at a commit: before it is stored, or after. Every commit keeps to the
/// rules.</summary>
internal sealed class FaultyStore(IDeviceStore inner) : IDeviceStore
{
    /// <summary>Null for none; true: at the next commit, after it is stored.</summary>
    public bool? DiesAfterStoring { get; set; }

    public int Commits { get; private set; }

    public StoredDevice Load() => inner.Load();

    public Message? FindMessage(string conversation, long seq) => inner.FindMessage(conversation, seq);

    public IReadOnlyList<Message> ReadMessages(string conversation, SeqRange range, int limit) =>
        inner.ReadMessages(conversation, range, limit);

    public Membership? FindMembership(string conversation) => inner.FindMembership(conversation);

    public void Commit(StoreChanges changes)
    {
        CommitRules.Check(inner, changes);
        var dies = DiesAfterStoring;
        DiesAfterStoring = null;
        if (dies is not false) inner.Commit(changes);
        Commits++;
        if (dies is not null) throw new DiedException();
    }

    internal sealed class DiedException : Exception;
}
