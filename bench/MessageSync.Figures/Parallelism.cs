namespace MessageSync.Figures;

/// <summary>A closed loop: so many calls are in flight, a new one begins when one ends.</summary>
internal static class Parallelism
{
    public static async Task RunAsync(int count, int inFlight, Func<int, Task> call)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(LoopAsync)));

        async Task LoopAsync()
        {
            while (Interlocked.Increment(ref next) is var i && i < count) await call(i);
        }
    }

    public static async Task<T[]> CollectAsync<T>(int count, Func<int, Task<T>> call)
    {
        var results = new T[count];
        await RunAsync(count, 256, async i => results[i] = await call(i));
        return results;
    }
}
