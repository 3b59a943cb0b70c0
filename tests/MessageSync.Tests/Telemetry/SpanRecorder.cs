using System.Collections.Concurrent;
using System.Diagnostics;

namespace MessageSync.Tests.Telemetry;

/// <summary>Listens to the spans of MessageSync and of the test.</summary>
internal sealed class SpanRecorder : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;
    private readonly ActivitySource _source = new($"test {Guid.NewGuid():N}");
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SpanRecorder(bool records = true)
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name == MessageSyncTelemetry.ActivitySourceName || source == _source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
                records ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.PropagationData,
            ActivityStopped = activity =>
            {
                _ended.Enqueue(activity);
                Volatile.Read(ref _changed).TrySetResult();
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IEnumerable<Activity> Ended => _ended;

    /// <summary>Runs something within a span of its own, as a request.</summary>
    public async Task<(Activity Root, T Result)> WithinAsync<T>(Func<Task<T>> work)
    {
        Activity.Current = null;
        using var root = _source.StartActivity("request")!;
        return (root, await work());
    }

    /// <summary>The first span that is like this, as soon as it has ended.</summary>
    public async Task<Activity> FirstAsync(string what, Func<Activity, bool> isIt)
    {
        while (true)
        {
            var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _changed, changed);
            if (_ended.FirstOrDefault(isIt) is { } found) return found;
            try
            {
                await changed.Task.WaitAsync(TimeSpan.FromMinutes(1));
            }
            catch (TimeoutException)
            {
                Assert.Fail($"Awaited: {what}. Ended: {string.Join(' ', _ended.Select(one => one.OperationName))}");
            }
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _source.Dispose();
    }
}
