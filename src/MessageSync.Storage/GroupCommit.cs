using Microsoft.Extensions.Logging;

namespace MessageSync.Storage;

/// <summary>
/// Stores the writes of many grains by one writer, one transaction at a time. Completions run before the next batch is formed,
/// so that a busy grain's next run is in it. An unknown outcome is looked up in the journal before anything else is tried;
/// a batch with something unwritable in it is halved down to the guilty write.
/// </summary>
public sealed class GroupCommit : IGroupCommit, IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly WriteQueue _queue;
    private readonly IStoreWriter _writer;
    private readonly JournalTail _tail = new();
    private readonly GroupCommitOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CommitMetrics _metrics;
    private Task? _loop;
    private long _batch;

    /// <summary>Takes a writer as its own; <see cref="Start"/> sets it to work.</summary>
    public GroupCommit(
        IStoreWriter writer, GroupCommitOptions options, TimeProvider clock, ILogger<GroupCommit> logger)
        : this(writer, new(options, clock), options, clock, logger, CommitMetrics.Unheard) { }

    internal GroupCommit(
        IStoreWriter writer, WriteQueue queue, GroupCommitOptions options, TimeProvider clock, ILogger logger,
        CommitMetrics metrics)
    {
        (_writer, _queue, _options, _clock, _logger, _metrics) = (writer, queue, options, clock, logger, metrics);
        queue.Join();
    }

    /// <summary>The writer, for everything but committing.</summary>
    public IStoreWriter Writer => _writer;

    /// <summary>Begins to store.</summary>
    public void Start() => _loop ??= RunAsync();

    /// <inheritdoc/>
    public Task<CommitResult> CommitAsync(StoreWrite write) => _queue.CommitAsync(write);

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
        _queue.Close();
        if (_loop is not null) await _loop;
        _stopping.Cancel();
        _stopping.Dispose();
        await _writer.DisposeAsync();
    }

    private async Task RunAsync()
    {
        Telemetry.Detach();
        for (var hasStored = false; await _queue.IsDueAsync(hasStored); hasStored = true)
        {
            // Where enough waits already, the store works on it while those just stored are told.
            for (var next = BeginNext(); next is not null;) next = await FinishAsync(next, mayBegin: true);
            // Those who were just answered may have more: it rides along.
            await Task.Yield();
        }
    }

    private Batch? BeginNext() => _queue.Take() is { Count: > 0 } writes ? Begin(writes) : null;

    /// <summary>Hands a batch to the store.</summary>
    private Batch Begin(IReadOnlyList<WaitingWrite> writes)
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
            if (mayBegin && _queue.HasMany) next = BeginNext();
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

    private void Complete(
        JournalKey row, IReadOnlyList<WaitingWrite> batch, IReadOnlyList<WriteOutcome>? outcomes, Exception? fault)
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

    /// <summary>Asks the journal until it answers. Meanwhile other writers take what comes; where none is left,
    /// nothing is taken in.</summary>
    /// <returns>Null when nothing of the batch was stored.</returns>
    private async Task<IReadOnlyList<WriteOutcome>?> FindOutAsync(long batch, IReadOnlyList<WaitingWrite> writes)
    {
        foreach (var refused in _queue.GoDown()) refused.Done.TrySetException(new StoreUnavailableException());
        string? told = null;
        while (true)
        {
            try
            {
                var row = await _writer.FenceAsync(batch, _stopping.Token);
                _queue.ComeBack();
                _logger.StoreIsBack(batch, row is not null);
                return row is null ? null : [.. writes.Select(one => OutcomeOf(one.Write, row))];
            }
            catch (Exception failure)
            {
                // Whatever it is: unknown is not success.
                if (failure is not StoreUnavailableException && failure.Message != told)
                    _logger.JournalFailed(failure, batch);
                told = failure.Message;
                if (_queue.IsClosed)
                {
                    _queue.ComeBack();
                    return null;
                }
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

    private sealed record Batch(
        JournalKey Row, IReadOnlyList<WaitingWrite> Writes, Task<IReadOnlyList<WriteOutcome>> Committed, BatchWatch? Watch);
}
