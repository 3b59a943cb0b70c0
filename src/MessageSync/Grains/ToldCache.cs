using MessageSync.Inboxes;

namespace MessageSync.Grains;

/// <summary>What an Inbox was lately told of; the store knows the rest. Bounded: when it is full it begins anew.
/// </summary>
internal sealed class ToldCache(int capacity)
{
    private readonly Dictionary<ConversationId, ChangeNo> _known = [];

    /// <summary>Per conversation, the last change that was told.</summary>
    public IReadOnlyDictionary<ConversationId, ChangeNo> Known => _known;

    /// <summary>These are told now, each conversation once.</summary>
    public void Add(IReadOnlyList<Told> told)
    {
        // What was known of a conversation must not stay when what is new of it does not.
        if (_known.Count + told.Count > capacity) _known.Clear();
        for (var i = Math.Max(0, told.Count - capacity); i < told.Count; i++)
            _known[told[i].Conversation] = told[i].Change;
    }

    /// <summary>Somebody else wrote: nothing is known.</summary>
    public void Clear() => _known.Clear();
}
