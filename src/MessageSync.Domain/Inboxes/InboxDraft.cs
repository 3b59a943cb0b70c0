namespace MessageSync.Inboxes;

/// <summary>One run of an Inbox while it is being decided.</summary>
internal sealed class InboxDraft(Inbox inbox, DateTimeOffset at)
{
    private readonly List<InboxEntry> _added = [];
    private readonly ToldDraft _told = new();
    private HashSet<InboxSeqNo>? _removed;
    private InboxSeqNo _head = inbox.Head;

    /// <summary>The last change of a conversation that the Inbox was told of, this run included.</summary>
    public ChangeNo Told(ConversationId conversation, InboxFacts facts) =>
        _told.Find(conversation)?.Change ?? facts.Told.GetValueOrDefault(conversation);

    /// <summary>Gives an offer its place, with what it merges with taken in.</summary>
    public void Take(Offer offer, InboxFacts facts)
    {
        if (offer.First is { } first) Take(offer.Conversation, first, facts);
        Take(offer.Conversation, offer.Content, facts);
        _told.Set(new(offer.Conversation, offer.Change, _head));
    }

    private void Take(ConversationId conversation, EntryContent news, InboxFacts facts)
    {
        var content = news is EntryContent.Member member ? member.Cut(inbox.Owner) : news;
        if (content.Merges)
            foreach (var older in Older(conversation, content, facts))
                content = content.TakeIn(older.Content, inbox.Owner);
        Add(conversation, content);
    }

    /// <summary>Gives what the user did to their own view its place; what was told of the conversation stays so.</summary>
    public void Take(ConversationId conversation, EntryContent content, ChangeNo told, InboxFacts facts)
    {
        Take(conversation, content, facts);
        _told.Set(new(conversation, told, _head));
    }

    /// <summary>Gives a notification its place.</summary>
    public void Take(EntryContent.Notification notification) => Add(null, notification);

    /// <summary>The run; null when nothing was taken.</summary>
    public InboxRun? Finish() => _added.Count == 0
        ? null
        : new(inbox.Owner, inbox.Head, at, _added, _removed is null ? [] : [.. _removed.Order()], _told.InOrder(), _head);

    private void Add(ConversationId? conversation, EntryContent content)
    {
        _head = _head.Next();
        _added.Add(new(_head, at, conversation, content));
    }

    /// <summary>Takes out the entries that content replaces, stored ones and those of this run, newest first.</summary>
    private List<InboxEntry> Older(ConversationId conversation, EntryContent content, InboxFacts facts)
    {
        var older = new List<InboxEntry>();
        if (facts.Merging.TryGetValue(content.KeyIn(conversation), out var stored))
            older.AddRange(stored.Where(entry => content.Replaces(entry.Content) && (_removed ??= []).Add(entry.Seq)));
        for (var i = 0; i < _added.Count; i++)
        {
            if (_added[i].Conversation != conversation || !content.Replaces(_added[i].Content)) continue;

            older.Add(_added[i]);
            _added.RemoveAt(i--);
        }
        older.Reverse();
        return older;
    }
}
