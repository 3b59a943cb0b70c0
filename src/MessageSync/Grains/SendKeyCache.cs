using MessageSync.Timelines;

namespace MessageSync.Grains;

/// <summary>The send keys that were lately used or asked for; the store knows the others. Bounded: the oldest go.</summary>
internal sealed class SendKeyCache(int capacity)
{
    private readonly Dictionary<(UserId, SendKey), KnownSend> _known = [];
    private readonly Queue<(UserId, SendKey)> _order = new();

    public int Count => _known.Count;

    public KnownSend? Find(TimelineCommand command) =>
        command is SendMessage send ? _known.GetValueOrDefault((send.Caller.User, send.SendKey)) : null;

    /// <summary>Forgets a message: what it said is known to nobody any more.</summary>
    public void Forget(SeqNo seq)
    {
        foreach (var (key, send) in _known)
            if (send.Seq == seq) _known[key] = send with { Fingerprint = null };
    }

    public void Add(UserId sender, SendKey key, KnownSend send)
    {
        if (!_known.TryAdd((sender, key), send)) return;

        _order.Enqueue((sender, key));
        if (_order.Count > capacity) _known.Remove(_order.Dequeue());
    }
}
