using Microsoft.Extensions.Logging;

namespace MessageSync.Storage;

/// <summary>
/// Gathers the writes of many grains into one transaction at a time. Completions run before the next batch is formed, so
/// that a busy grain's next run is in it. An unknown outcome is looked up in the journal before anything else is tried;
/// a batch with something unwritable in it is halved down to the guilty write.
/// </summary>
public sealed class GroupCommit : IGroupCommit, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<Waiting> _waiting = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly IStoreWriter _writer;
    private readonly JournalTail _tail;
    private readonly GroupCommitOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private TaskCompletionSource _arrived = NewSignal();
    private Task? _loop;
    private long _batch;
    private bool _down;
    private bool _closed;

    /// <summary>Takes a writer as its own; <see cref="Start"/> sets it to work.</summary>
    public GroupCommit(
        IStoreWriter writer, JournalTail tail, GroupCommitOptions options, TimeProvider clock, ILogger<GroupCommit> logger)
    {
        (_writer, _tail, _options, _clock, _logger) = (writer, tail, options, clock, logger);
    }

    /// <summary>Begins to store.</summary>
    public void Start() => _loop ??= RunAsync();

    /// <inheritdoc/>
    public Task<CommitResult> CommitAsync(StoreWrite write)
    {
        var waiting = new Waiting(write);
        TaskCompletionSource arrived;
        lock (_gate)
        {
            if (_closed || _down) return Task.FromException<CommitResult>(new StoreUnavailableException());
            if (_waiting.Count >= _options.WaitingMax)
                return Task.FromException<CommitResult>(new StoreOverloadedException());

            _waiting.Enqueue(waiting);
            arrived = _arrived;
        }
        arrived.TrySetResult();
        return waiting.Done.Task;
    }

    /// <summary>Stores what waits, then closes the writer.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate) _closed = true;
        _arrived.TrySetResult();
        if (_loop is not null) await _loop;
        _stopping.Cancel();
        _stopping.Dispose();
        await _writer.DisposeAsync();
    }

    private async Task RunAsync()
    {
        while (await NextAsync() is { } batch)
        {
            await StoreAsync(batch);
            // Those who were just answered may have more: it rides along.
            await Task.Yield();
        }
    }

    /// <summary>The next batch; null when closed and nothing waits any more.</summary>
    private async Task<List<Waiting>?> NextAsync()
    {
        while (true)
        {
            Task arrived;
            lock (_gate)
            {
                if (_waiting.Count > 0)
                {
                    var batch = new List<Waiting>(Math.Min(_waiting.Count, _options.BatchWritesMax));
                    while (batch.Count < _options.BatchWritesMax && _waiting.TryDequeue(out var next)) batch.Add(next);
                    return batch;
                }
                if (_closed) return null;
                if (_arrived.Task.IsCompleted) _arrived = NewSignal();
                arrived = _arrived.Task;
            }
            await arrived;
        }
    }

    private async Task StoreAsync(IReadOnlyList<Waiting> batch)
    {
        var row = new JournalKey(_writer.Id, ++_batch);
        _tail.Opened(row.Batch);
        IReadOnlyList<WriteOutcome>? outcomes = null;
        Exception? fault = null;
        try
        {
            outcomes = await _writer.CommitAsync(row.Batch, [.. batch.Select(one => one.Write)], _stopping.Token);
        }
        catch (StoreUnavailableException lost)
        {
            _logger.OutcomeUnknown(row.Batch, batch.Count, lost.Message);
            fault = lost;
            outcomes = await FindOutAsync(row.Batch, batch);
        }
        catch (Exception unwritable)
        {
            fault = unwritable;
            if (batch.Count > 1)
            {
                _tail.Stored(row.Batch, 0, false);
                _logger.BatchSplit(unwritable, row.Batch, batch.Count);
                await StoreAsync([.. batch.Take(batch.Count / 2)]);
                await StoreAsync([.. batch.Skip(batch.Count / 2)]);
                return;
            }
        }
        Complete(row, batch, outcomes, fault);
    }

    private void Complete(
        JournalKey row, IReadOnlyList<Waiting> batch, IReadOnlyList<WriteOutcome>? outcomes, Exception? fault)
    {
        if (outcomes is null)
        {
            _tail.Stored(row.Batch, 0, false);
            foreach (var one in batch) one.Done.TrySetException(fault!);
            return;
        }

        var announcements = 0;
        for (var i = 0; i < batch.Count; i++)
            if (outcomes[i] == WriteOutcome.Stored && batch[i].Write is TimelineRun run)
                announcements += run.Announcements.Count;
        _tail.Stored(row.Batch, announcements, batch.Any(one => one.Write is not JournalClear));
        for (var i = 0; i < batch.Count; i++) batch[i].Done.TrySetResult(new(outcomes[i], row));
    }

    /// <summary>Asks the journal until it answers. Meanwhile nothing is taken in.</summary>
    /// <returns>Null when nothing of the batch was stored.</returns>
    private async Task<IReadOnlyList<WriteOutcome>?> FindOutAsync(long batch, IReadOnlyList<Waiting> writes)
    {
        foreach (var refused in GoDown()) refused.Done.TrySetException(new StoreUnavailableException());
        while (true)
        {
            try
            {
                var row = await _writer.FenceAsync(batch, _stopping.Token);
                lock (_gate) _down = false;
                _logger.StoreIsBack(batch, row is not null);
                return row is null ? null : [.. writes.Select(one => OutcomeOf(one.Write, row))];
            }
            catch (StoreUnavailableException)
            {
                lock (_gate)
                    if (_closed) return null;
                await Task.Delay(_options.RetryAfter, _clock, CancellationToken.None);
            }
        }
    }

    /// <summary>A stored batch lists the Timelines that it wrote. Of an Inbox it keeps no trace: it reloads, and knows
    /// what it was told.</summary>
    private static WriteOutcome OutcomeOf(StoreWrite write, JournalRow row) => write switch
    {
        TimelineRun run when row.Runs.Any(stored => stored.Conversation == run.Conversation) => WriteOutcome.Stored,
        TimelineRun or InboxWrite => WriteOutcome.Conflict,
        _ => WriteOutcome.Stored,
    };

    private Waiting[] GoDown()
    {
        lock (_gate)
        {
            _down = true;
            var refused = _waiting.ToArray();
            _waiting.Clear();
            return refused;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Waiting(StoreWrite write)
    {
        public StoreWrite Write { get; } = write;

        /// <summary>Continues in place on purpose: see the class comment.</summary>
        public TaskCompletionSource<CommitResult> Done { get; } = new();
    }
}
