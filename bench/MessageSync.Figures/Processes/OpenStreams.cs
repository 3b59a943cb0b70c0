namespace MessageSync.Figures.Processes;

/// <summary>Many of them, one of each user.</summary>
internal static class OpenStreams
{
    private const int AtOnce = 64;

    /// <summary>Opens one for each of the first so many users, and waits until all have caught up.</summary>
    public static async Task<IReadOnlyList<OpenStream>> OpenAsync(
        Backend backend, int count, Action<int, string, string> hear)
    {
        var streams = new OpenStream[count];
        await Parallelism.RunAsync(count, AtOnce, async i =>
        {
            streams[i] = await OpenStream.OpenAsync(backend, i, null, (name, data) => hear(i, name, data));
            await streams[i].CaughtUp;
        });
        return streams;
    }

    public static void Close(IEnumerable<OpenStream> streams)
    {
        foreach (var stream in streams) stream.Dispose();
    }
}
