namespace MessageSync.Storage;

/// <summary>Knows which batches of a writer still have something to announce. Thread-safe.</summary>
internal sealed class JournalTail
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, int> _open = [];
    private long _newest;
    private long _cleared;
    private long _worthwhile;

    /// <summary>A batch is under way.</summary>
    public void Opened(long batch)
    {
        lock (_gate) (_newest, _open[batch]) = (batch, 1);
    }

    /// <summary>A batch is stored, or is known never to be.</summary>
    /// <param name="batch">Which.</param>
    /// <param name="announcements">How many it carries; each is <see cref="Announced"/> once.</param>
    /// <param name="worthwhile">False for a batch that did nothing but clear the journal.</param>
    public void Stored(long batch, int announcements, bool worthwhile)
    {
        lock (_gate)
        {
            if (worthwhile) _worthwhile = batch;
            Count(batch, announcements - 1);
        }
    }

    /// <summary>Announcements of a batch have reached everybody, or are set aside durably.</summary>
    public void Announced(long batch, int announcements)
    {
        lock (_gate) Count(batch, -announcements);
    }

    /// <summary>The last batch up to which everything is announced, all but the newest; null when there is nothing new
    /// to clear.</summary>
    public long? TakeClearable()
    {
        lock (_gate)
        {
            var through = Math.Min(_newest, _open.Count == 0 ? long.MaxValue : _open.First().Key) - 1;
            if (_cleared >= _worthwhile || through <= _cleared) return null;

            return _cleared = through;
        }
    }

    /// <summary>What was taken could not be cleared: it is to be tried again.</summary>
    public void NotCleared()
    {
        lock (_gate) _cleared = 0;
    }

    private void Count(long batch, int by)
    {
        if ((_open[batch] += by) == 0) _open.Remove(batch);
    }
}
