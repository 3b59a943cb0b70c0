using System.Collections.Concurrent;

namespace MessageSync.Load.Mixes;

/// <summary>How many have a message already; it may be seen before its send is answered. Thread-safe.</summary>
internal sealed class Receipts
{
    private readonly ConcurrentDictionary<(ConversationId, SeqNo), Receipt> _open = [];

    /// <summary>Somebody has a message.</summary>
    public void Seen(ConversationId conversation, SeqNo seq) => Of(conversation, seq).Seen();

    /// <summary>Waits until so many have a message.</summary>
    /// <param name="conversation">Where.</param>
    /// <param name="seq">Which.</param>
    /// <param name="readers">1 or more.</param>
    /// <param name="ct">Gives up.</param>
    public async Task ByAsync(ConversationId conversation, SeqNo seq, int readers, CancellationToken ct)
    {
        try
        {
            await Of(conversation, seq).ByAsync(readers).WaitAsync(ct);
        }
        finally
        {
            _open.TryRemove((conversation, seq), out _);
        }
    }

    private Receipt Of(ConversationId conversation, SeqNo seq) =>
        _open.GetOrAdd((conversation, seq), static _ => new());

    private sealed class Receipt
    {
        private readonly Lock _gate = new();
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _seen;
        private int _readers = int.MaxValue;

        public void Seen()
        {
            lock (_gate)
                if (++_seen >= _readers) _all.TrySetResult();
        }

        public Task ByAsync(int readers)
        {
            lock (_gate)
            {
                _readers = readers;
                if (_seen >= readers) _all.TrySetResult();
            }
            return _all.Task;
        }
    }
}
