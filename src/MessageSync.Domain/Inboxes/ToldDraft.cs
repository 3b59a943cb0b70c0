namespace MessageSync.Inboxes;

/// <summary>What one run tells: of each conversation the last change. Mostly of one or two, which are looked through; of
/// many there is an index.</summary>
internal sealed class ToldDraft
{
    private const int Few = 8;

    private readonly List<Told> _told = new(capacity: 1);
    private Dictionary<ConversationId, int>? _places;

    /// <summary>What is told of a conversation; null for nothing yet.</summary>
    public Told? Find(ConversationId conversation) =>
        PlaceOf(conversation) is >= 0 and var place ? _told[place] : null;

    /// <summary>Tells this of its conversation, in place of what was told before.</summary>
    public void Set(Told told)
    {
        var place = PlaceOf(told.Conversation);
        if (place >= 0)
        {
            _told[place] = told;
            return;
        }
        _told.Add(told);
        if (_places is not null) _places.Add(told.Conversation, _told.Count - 1);
        else if (_told.Count > Few) _places = _told.Index().ToDictionary(one => one.Item.Conversation, one => one.Index);
    }

    /// <summary>Ends it.</summary>
    /// <returns>Ascending by the entries that tell.</returns>
    public IReadOnlyList<Told> InOrder()
    {
        if (_told.Count > 1) _told.Sort((one, other) => one.Seq.CompareTo(other.Seq));
        return _told;
    }

    private int PlaceOf(ConversationId conversation)
    {
        if (_places is not null) return _places.GetValueOrDefault(conversation, -1);

        for (var i = 0; i < _told.Count; i++)
            if (_told[i].Conversation == conversation) return i;
        return -1;
    }
}
