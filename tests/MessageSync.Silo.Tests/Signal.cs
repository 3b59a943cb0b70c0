namespace MessageSync.Silo.Tests;

/// <summary>Something changed: whoever waits looks again. Thread-safe.</summary>
internal sealed class Signal
{
    private TaskCompletionSource _changed = New();

    /// <summary>Wakes all who wait.</summary>
    public void Pulse() => Interlocked.Exchange(ref _changed, New()).TrySetResult();

    /// <summary>Waits until it is so.</summary>
    /// <exception cref="TimeoutException">It was not so in time.</exception>
    public async Task UntilAsync(Func<bool> isSo, TimeSpan most)
    {
        using var patience = new CancellationTokenSource(most);
        while (true)
        {
            var changed = Volatile.Read(ref _changed).Task;
            if (isSo()) return;

            try
            {
                await changed.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException late)
            {
                throw new TimeoutException($"It was not so within {most.TotalSeconds} s.", late);
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
