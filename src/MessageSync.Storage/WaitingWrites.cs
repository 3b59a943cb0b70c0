namespace MessageSync.Storage;

/// <summary>Writes that wait, the oldest first. Guarded by whoever owns it.</summary>
internal sealed class WaitingWrites
{
    private readonly Queue<WaitingWrite> _writes = new();

    /// <summary>How many.</summary>
    public int Count => _writes.Count;

    /// <summary>About how many rows they are in the store.</summary>
    public long Rows { get; private set; }

    /// <summary>Since when the oldest waits, by the clock's timestamps; null where none waits.</summary>
    public long? Since => _writes.TryPeek(out var oldest) ? oldest.Since : null;

    /// <summary>One more waits.</summary>
    public void Add(WaitingWrite write)
    {
        _writes.Enqueue(write);
        Rows += write.Write.Rows;
    }

    /// <summary>Moves the oldest to a batch, up to one that the batch has no place for.</summary>
    /// <param name="batch">Where to.</param>
    /// <param name="writesMax">At most so many.</param>
    /// <param name="rowsMax">None after those that have so many rows together.</param>
    public void MoveTo(WriteBatch batch, int writesMax, long rowsMax)
    {
        for (var rows = 0L; writesMax > 0 && rows < rowsMax && _writes.TryPeek(out var next) && batch.TryAdd(next); writesMax--)
        {
            _writes.Dequeue();
            rows += next.Write.Rows;
            Rows -= next.Write.Rows;
        }
    }

    /// <summary>Takes all out.</summary>
    public IReadOnlyList<WaitingWrite> Empty()
    {
        WaitingWrite[] all = [.. _writes];
        _writes.Clear();
        Rows = 0;
        return all;
    }
}
