namespace MessageSync.Figures;

/// <summary>A closed loop: so many calls are in flight, a new one begins when one ends.</summary>
internal static class Parallelism
{
    /// <param name="count">How many calls at most.</param>
    /// <param name="inFlight">How many at a time.</param>
    /// <param name="call">Gets the number of the call.</param>
    /// <param name="goesOn">Ends the loop when it is false.</param>
    public static async Task RunAsync(int count, int inFlight, Func<int, Task> call, Func<bool>? goesOn = null)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(LoopAsync)));

        async Task LoopAsync()
        {
            while (Interlocked.Increment(ref next) is var i && i < count && goesOn?.Invoke() != false)
                await call(i);
        }
    }

    public static async Task<T[]> CollectAsync<T>(int count, Func<int, Task<T>> call)
    {
        var results = new T[count];
        await RunAsync(count, 256, async i => results[i] = await call(i));
        return results;
    }
}
