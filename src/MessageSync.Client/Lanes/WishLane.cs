namespace MessageSync.Client;

/// <summary>Pages that a screen waits for, one at a time. Forgotten at a restart: the screen asks again.</summary>
internal sealed class WishLane(DeviceOptions options)
{
    private readonly List<DeviceRequest.Roam> _wishes = [];
    private readonly Backoff _backoff = new(options);
    private readonly PageSize _size = new(options);
    private (long? JoinedAtHead, int Resets) _askedAs;

    public DeviceRequest.Roam? Asked { get; private set; }

    public IEnumerable<DateTimeOffset?> Pauses => _wishes.Count > 0 && Asked is null ? [_backoff.Until] : [];

    public void EndPauses() => _backoff.End();

    public void Want(string conversation, RoamAnchor anchor)
    {
        var wish = new DeviceRequest.Roam(conversation, anchor, options.RoamLimit);
        if (_wishes.Contains(wish) || (Asked is { } asked && wish == asked with { Limit = wish.Limit })) return;

        _wishes.Add(wish);
        if (_wishes.Count > ClientLimits.WishesMax) _wishes.RemoveAt(0);
    }

    public DeviceRequest? Next(DeviceMemory memory, DateTimeOffset now)
    {
        if (Asked is not null || _wishes.Count == 0) return null;
        if (memory.State.Cursor is null || !_backoff.IsOver(now)) return null;

        Asked = _wishes[0] with { Limit = _size.Now.RoamLimit };
        _wishes.RemoveAt(0);
        _askedAs = Now(memory, Asked.Conversation);
        return Asked;
    }

    /// <returns>True when the device should look at its Inbox.</returns>
    public bool Answer(Draft draft, DeviceMemory memory, DeviceReply reply, DateTimeOffset now)
    {
        var asked = Asked! with { Limit = options.RoamLimit };
        Asked = null;
        _size.Learn(reply);
        switch (reply)
        {
            case DeviceReply.Roamed(var page) when page.Epoch != draft.State.Epoch:
                _backoff.Failed(now, reply);
                _wishes.Insert(0, asked);
                return true;
            case DeviceReply.Roamed(var page):
                _backoff.End();

                // The user joined again or something was missed while it was read: it may be older than what is known.
                if (_askedAs != Now(memory, asked.Conversation)) _wishes.Insert(0, asked);
                else PageRules.Roamed(draft, asked.Conversation, asked.Anchor, page);
                return false;
            case DeviceReply.Lost or DeviceReply.Refused { IsPassing: true }:
                _backoff.Failed(now, reply);
                _wishes.Insert(0, asked);
                return false;
            case DeviceReply.Refused:
                return false;
            default:
                throw Wrong.Reply(asked, reply);
        }
    }

    private static (long?, int) Now(DeviceMemory memory, string id) =>
        (memory.Conversations.GetValueOrDefault(id)?.JoinedAtHead, memory.State.Resets);
}

internal static class Wrong
{
    public static ArgumentException Reply(DeviceRequest request, DeviceReply reply) =>
        new($"{reply.GetType().Name} does not answer {request.GetType().Name}.", nameof(reply));
}
