namespace MessageSync.Inboxes;

/// <summary>One run of an Inbox while it is being decided.</summary>
internal sealed class InboxDraft(Inbox inbox, DateTimeOffset at)
{
    private readonly List<InboxEntry> _added = [];
    private readonly List<InboxSeqNo> _removed = [];
    private readonly Dictionary<ConversationId, Told> _told = [];
    private InboxSeqNo _head = inbox.Head;

    /// <summary>The last change of a conversation that the Inbox was told of, this run included.</summary>
    public ChangeNo Told(ConversationId conversation, InboxFacts facts) =>
        _told.TryGetValue(conversation, out var told) ? told.Change : facts.Told.GetValueOrDefault(conversation);

    /// <summary>Gives an offer its place, with what it merges with taken in.</summary>
    public void Take(Offer offer, InboxFacts facts)
    {
        if (offer.First is { } first) Take(offer.Conversation, first, facts);
        Take(offer.Conversation, offer.Content, facts);
        _told[offer.Conversation] = new(offer.Conversation, offer.Change, _head);
    }

    private void Take(ConversationId conversation, EntryContent news, InboxFacts facts)
    {
        var content = news is EntryContent.Member member ? member.Cut(inbox.Owner) : news;
        if (content.Merges && Older(new(conversation, content.Kind), facts) is { } older)
            content = content.TakeIn(older.Content, inbox.Owner);
        Add(conversation, content);
    }

    /// <summary>Gives a notification its place.</summary>
    public void Take(EntryContent.Notification notification) => Add(null, notification);

    /// <summary>The run; null when nothing was taken.</summary>
    public InboxRun? Finish() => _added.Count == 0
        ? null
        : new(inbox.Owner, inbox.Head, at, _added, _removed, [.. _told.Values], _head);

    private void Add(ConversationId? conversation, EntryContent content)
    {
        _head = _head.Next();
        _added.Add(new(_head, at, conversation, content));
    }

    /// <summary>Takes out the entry to merge with: one of this run, else a stored one.</summary>
    private InboxEntry? Older(MergeKey key, InboxFacts facts)
    {
        var i = _added.FindIndex(e => e.Conversation == key.Conversation && e.Content.Kind == key.Kind);
        if (i >= 0)
        {
            var entry = _added[i];
            _added.RemoveAt(i);
            return entry;
        }
        if (!facts.Merging.TryGetValue(key, out var stored)) return null;
        if (!_removed.Contains(stored.Seq)) _removed.Add(stored.Seq);
        return stored;
    }
}
