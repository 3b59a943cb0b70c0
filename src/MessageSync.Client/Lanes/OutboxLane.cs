namespace MessageSync.Client;

/// <summary>The commands of the outbox: in order in each conversation, one at a time; conversations do not wait for
/// each
/// other. A command is repeated until it is answered.</summary>
internal sealed class OutboxLane(DeviceOptions options)
{
    private readonly Dictionary<string, Sending> _sending = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Backoff> _backoffs = new(StringComparer.Ordinal);

    public bool Has(DeviceRequest request) =>
        request is DeviceRequest.Order order
        && ReferenceEquals(_sending.GetValueOrDefault(order.Conversation)?.Request, order);

    public IEnumerable<DateTimeOffset?> Pauses(DeviceMemory memory) => memory.Outbox.Values
        .Where(item => item.Status == OutboxStatus.Waiting && !_sending.ContainsKey(item.Conversation))
        .Select(item => _backoffs.GetValueOrDefault(item.Conversation)?.Until);

    public void EndPauses()
    {
        foreach (var backoff in _backoffs.Values) backoff.End();
    }

    public DeviceRequest? Next(DeviceMemory memory, DateTimeOffset now)
    {
        if (memory.State.Epoch is null) return null;   // in which life of the store it would be sent is not known

        foreach (var item in memory.Outbox.Values)
        {
            if (item.Status != OutboxStatus.Waiting || _sending.ContainsKey(item.Conversation)) continue;
            if (_backoffs.GetValueOrDefault(item.Conversation)?.IsOver(now) is false) continue;

            var request = new DeviceRequest.Order(item.Conversation, item.Command);
            _sending[item.Conversation] = new(request, item.No, memory.State.Generation);
            return request;
        }
        return null;
    }

    public void Answer(Draft draft, DeviceRequest.Order request, DeviceReply reply, DateTimeOffset now)
    {
        _sending.Remove(request.Conversation, out var sending);
        var backoff = _backoffs[request.Conversation] =
            _backoffs.GetValueOrDefault(request.Conversation) ?? new(options);
        if (reply is DeviceReply.Lost or DeviceReply.Refused { IsPassing: true })
        {
            backoff.Failed(now, reply);
            return;
        }
        backoff.End();

        // Seen as an entry meanwhile, or discarded; or answered by another life of the store: then it is repeated.
        var item = draft.Outbox.FirstOrDefault(item => item.No == sending!.No);
        if (item is null || draft.State.Generation != sending!.Generation) return;

        switch (reply, item.Command)
        {
            case (DeviceReply.Refused(var problem, _), _):
                draft.Put(item with { Status = OutboxStatus.Failed, Problem = problem });
                break;
            case (DeviceReply.Sent(var receipt), DeviceCommand.Send):
                Sent(draft, item, receipt);
                break;
            case (DeviceReply.Done, not DeviceCommand.Send):
                draft.RemoveOutbox(item.No);
                Done(draft, item);
                break;
            default:
                throw Wrong.Reply(request, reply);
        }
    }

    /// <summary>The place is known; what the message is now, only an entry or a page says: it may be recalled
    /// already.</summary>
    private static void Sent(Draft draft, OutboxItem item, SendReceipt receipt)
    {
        var isSeen = draft.Message(item.Conversation, receipt.Seq) is not null
            || draft.Find(item.Conversation)?.Hidden.Contains(receipt.Seq) is true;
        if (isSeen) draft.RemoveOutbox(item.No);
        else draft.Put(item with { Status = OutboxStatus.Sent, Seq = receipt.Seq, SentAt = receipt.SentAt });
    }

    /// <summary>What only the user's own view has moves at once; its entry will find it so.</summary>
    private static void Done(Draft draft, OutboxItem item)
    {
        if (draft.Find(item.Conversation) is not { } conversation) return;

        if (item.Command is DeviceCommand.Read(var upTo, var unread))
            draft.Put(conversation with
            {
                ReadUpTo = Math.Max(conversation.ReadUpTo, upTo),
                MarkedUnread = unread,
            });
        if (item.Command is DeviceCommand.Hide(var from, var to, var unlist))
        {
            EntryRules.Hide(draft, item.Conversation, new SeqRange(from, to));
            var hidden = draft.Conversation(item.Conversation);
            if (unlist) draft.Put(hidden with { UnlistedUpTo = Math.Max(hidden.Head, to) });
        }
    }

    private sealed record Sending(DeviceRequest.Order Request, long No, int Generation);
}
