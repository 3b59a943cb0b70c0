using Microsoft.Extensions.Logging;

namespace MessageSync.Storage;

/// <summary>
/// Gathers the writes of many grains into one transaction at a time. Completions run before the next batch is formed, so
/// that a busy grain's next run is in it. An unknown outcome is looked up in the journal before anything else is tried;
/// a batch with something unwritable in it is halved down to the guilty write.
/// </summary>
public sealed class GroupCommit : IGroupCommit, IAsyncDisposable
{
    /// <summary>So many writes are stored at little more cost than one.</summary>
    private const int SmallBatch = 64;

    private readonly Lock _gate = new();
    private readonly Queue<Waiting> _waiting = new();
    private readonly Queue<Waiting> _patient = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly IStoreWriter _writer;
    private readonly JournalTail _tail = new();
    private readonly GroupCommitOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CommitMetrics _metrics;
    private TaskCompletionSource _arrived = NewSignal();
    private Task? _loop;
    private long _batch;
    private bool _down;
    private bool _closed;

    /// <summary>Takes a writer as its own; <see cref="Start"/> sets it to work.</summary>
    public GroupCommit(
        IStoreWriter writer, GroupCommitOptions options, TimeProvider clock, ILogger<GroupCommit> logger)
        : this(writer, options, clock, logger, CommitMetrics.Unheard) { }

    internal GroupCommit(
        IStoreWriter writer, GroupCommitOptions options, TimeProvider clock, ILogger logger, CommitMetrics metrics)
    {
        (_writer, _options, _clock, _logger, _metrics) = (writer, options, clock, logger, metrics);
    }

    /// <summary>The writer, for everything but committing.</summary>
    public IStoreWriter Writer => _writer;

    internal int WaitingCount
    {
        get
        {
            lock (_gate) return _waiting.Count + _patient.Count;
        }
    }

    /// <summary>Begins to store.</summary>
    public void Start() => _loop ??= RunAsync();

    /// <inheritdoc/>
    public Task<CommitResult> CommitAsync(StoreWrite write)
    {
        var waiting = new Waiting(write, _clock.GetTimestamp());
        TaskCompletionSource arrived;
        lock (_gate)
        {
            if (_closed || _down) return Task.FromException<CommitResult>(new StoreUnavailableException());
            if (_waiting.Count + _patient.Count >= _options.WaitingMax)
                return Task.FromException<CommitResult>(new StoreOverloadedException());

            (write.CanWait ? _patient : _waiting).Enqueue(waiting);
            arrived = _arrived;
        }
        arrived.TrySetResult();
        return waiting.Done.Task;
    }

    /// <summary>Drops the rows of the journal whose announcements have reached everybody, if there are new ones.</summary>
    /// <exception cref="StoreUnavailableException">They are dropped another time.</exception>
    public async Task ClearJournalAsync()
    {
        if (_tail.TakeClearable() is not { } through) return;
        try
        {
            await CommitAsync(new JournalClear(_writer.Id, through));
        }
        catch
        {
            _tail.NotCleared();
            throw;
        }
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
        Telemetry.Detach();
        while (await NextAsync() is { } batch)
        {
            // Where enough waits already, the store works on it while those just stored are told.
            for (Batch? next = Begin(batch); next is not null;) next = await FinishAsync(next, mayBegin: true);
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
                if (_waiting.Count + _patient.Count > 0) return Form();
                if (_closed) return null;
                if (_arrived.Task.IsCompleted) _arrived = NewSignal();
                arrived = _arrived.Task;
            }
            await arrived;
        }
    }

    /// <summary>What somebody waits for goes at once. What can wait goes along where the batch is small; in a busy store
    /// it waits for company, as many Inboxes stored together touch few more pages than one.</summary>
    private List<Waiting> Form()
    {
        var batch = new List<Waiting>();
        Take(_waiting, batch);
        if (batch.Count < SmallBatch || _patient.Count >= _options.BatchWritesMax || HasWaitedEnough(_patient))
            Take(_patient, batch);
        return batch;
    }

    private void Take(Queue<Waiting> queue, List<Waiting> batch)
    {
        for (var room = _options.BatchWritesMax; room > 0 && queue.TryDequeue(out var next); room--) batch.Add(next);
    }

    private bool HasWaitedEnough(Queue<Waiting> queue) =>
        queue.TryPeek(out var oldest) && _clock.GetElapsedTime(oldest.Since) >= _options.PatienceMax;

    /// <summary>Hands a batch to the store.</summary>
    private Batch Begin(IReadOnlyList<Waiting> writes)
    {
        var row = new JournalKey(_writer.Id, ++_batch);
        _tail.Opened(row.Batch);
        IReadOnlyList<StoreWrite> all = [.. writes.Select(one => one.Write)];
        var watch = _metrics.Begin(all, writes[0].Since, _clock);
        var committed = _writer.CommitAsync(row.Batch, all, _stopping.Token);
        watch?.HandedOver();
        return new(row, writes, committed, watch);
    }

    /// <summary>Waits for the store and tells everybody what became of it.</summary>
    /// <returns>The next batch, if it was handed over meanwhile.</returns>
    private async Task<Batch?> FinishAsync(Batch batch, bool mayBegin)
    {
        var (row, writes, committed, watch) = batch;
        IReadOnlyList<WriteOutcome>? outcomes = null;
        Exception? fault = null;
        Batch? next = null;
        try
        {
            outcomes = await committed;
            watch?.Stored();
            if (mayBegin && TakeNext() is { } waiting) next = Begin(waiting);
        }
        catch (StoreUnavailableException lost)
        {
            _logger.OutcomeUnknown(row.Batch, writes.Count, lost.Message);
            fault = lost;
            _metrics.Retried(CommitMetrics.OutcomeUnknown);
            outcomes = await FindOutAsync(row.Batch, writes);
            watch?.Stored();
        }
        catch (WriterFencedException)
        {
            _tail.Stored(row.Batch, 0, false);
            Retried(watch, CommitMetrics.Fenced);
            return await FinishAsync(Begin(writes), mayBegin);
        }
        catch (Exception unwritable)
        {
            fault = unwritable;
            if (writes.Count > 1)
            {
                _tail.Stored(row.Batch, 0, false);
                _logger.BatchSplit(unwritable, row.Batch, writes.Count);
                Retried(watch, CommitMetrics.Halved);
                await FinishAsync(Begin([.. writes.Take(writes.Count / 2)]), mayBegin: false);
                await FinishAsync(Begin([.. writes.Skip(writes.Count / 2)]), mayBegin: false);
                return null;
            }
            watch?.Stored();
        }
        Complete(row, writes, outcomes, fault);
        watch?.Told(outcomes);
        return next;
    }

    private void Retried(BatchWatch? watch, string reason)
    {
        _metrics.Retried(reason);
        watch?.Retried(reason);
    }

    private List<Waiting>? TakeNext()
    {
        lock (_gate) return _waiting.Count >= SmallBatch ? Form() : null;
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
        void Announced() => _tail.Announced(row.Batch, 1);
        for (var i = 0; i < batch.Count; i++) batch[i].Done.TrySetResult(new(outcomes[i], Announced));
    }

    /// <summary>Asks the journal until it answers. Meanwhile nothing is taken in.</summary>
    /// <returns>Null when nothing of the batch was stored.</returns>
    private async Task<IReadOnlyList<WriteOutcome>?> FindOutAsync(long batch, IReadOnlyList<Waiting> writes)
    {
        foreach (var refused in GoDown()) refused.Done.TrySetException(new StoreUnavailableException());
        string? told = null;
        while (true)
        {
            try
            {
                var row = await _writer.FenceAsync(batch, _stopping.Token);
                lock (_gate) _down = false;
                _logger.StoreIsBack(batch, row is not null);
                return row is null ? null : [.. writes.Select(one => OutcomeOf(one.Write, row))];
            }
            catch (Exception failure)
            {
                // Whatever it is: unknown is not success.
                if (failure is not StoreUnavailableException && failure.Message != told)
                    _logger.JournalFailed(failure, batch);
                told = failure.Message;
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
            var refused = _waiting.Concat(_patient).ToArray();
            _waiting.Clear();
            _patient.Clear();
            return refused;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed record Batch(
        JournalKey Row, IReadOnlyList<Waiting> Writes, Task<IReadOnlyList<WriteOutcome>> Committed, BatchWatch? Watch);

    private sealed class Waiting(StoreWrite write, long since)
    {
        public StoreWrite Write { get; } = write;

        public long Since { get; } = since;

        /// <summary>Continues in place on purpose: see the class comment.</summary>
        public TaskCompletionSource<CommitResult> Done { get; } = new();
    }
}
