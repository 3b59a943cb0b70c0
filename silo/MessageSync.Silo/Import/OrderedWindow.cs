namespace MessageSync.Silo.Import;

/// <summary>
/// Work under way in the order it was handed in, of a bounded length: whoever adds to a full window waits for its oldest
/// piece. For one caller at a time.
/// </summary>
/// <param name="size">Most pieces under way.</param>
internal sealed class OrderedWindow(int size)
{
    private readonly Queue<Task> _underWay = new(size);

    /// <summary>Takes in a piece of work that has begun.</summary>
    /// <exception cref="Exception">What made an earlier piece fail; nothing is under way any more.</exception>
    public async Task AddAsync(Task work)
    {
        _underWay.Enqueue(work);
        if (_underWay.Count >= size) await CompleteOldestAsync();
    }

    /// <summary>Completes when everything taken in has.</summary>
    /// <exception cref="Exception">What made the first failing piece fail; nothing is under way any more.</exception>
    public async Task DrainAsync()
    {
        while (_underWay.Count > 0) await CompleteOldestAsync();
    }

    private async Task CompleteOldestAsync()
    {
        try
        {
            await _underWay.Dequeue();
        }
        catch
        {
            await Task.WhenAll(_underWay).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _underWay.Clear();
            throw;
        }
    }
}
