using MessageSync.Load.Measuring;

namespace MessageSync.Load.Driving;

/// <summary>So many operations under way at any time: as one is answered the next one begins. Shows what the target can
/// do; when it slows down the load does too, so its latency says nothing about a target that falls behind.</summary>
internal static class ClosedLoop
{
    /// <summary>Runs until the window is over and everything begun is answered or given up.</summary>
    /// <param name="inFlight">Operations under way, 1 or more.</param>
    /// <param name="count">How many operations there are; null for any number.</param>
    /// <param name="operations">Carries out each.</param>
    /// <param name="window">After its end none begins.</param>
    /// <param name="clock">The clock of the run.</param>
    /// <param name="ct">Gives up what is under way.</param>
    public static Task RunAsync(
        int inFlight, long? count, Operations operations, Window window, TimeProvider clock, CancellationToken ct)
    {
        long last = -1;
        return Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => WorkAsync()));

        async Task WorkAsync()
        {
            await Task.Yield();   // a worker whose operations complete at once must not keep the others from beginning
            while (!window.IsOver)
            {
                var number = Interlocked.Increment(ref last);
                if (number >= count) return;

                await operations.RunAsync(number, clock.GetTimestamp(), ct);
            }
        }
    }
}
