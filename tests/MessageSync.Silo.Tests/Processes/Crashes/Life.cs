namespace MessageSync.Silo.Tests.Processes.Crashes;

/// <summary>One run of the silo, from its start to its kill.</summary>
internal sealed class Life
{
    private readonly TaskCompletionSource<SiloProcess> _listening = New<SiloProcess>();
    private readonly TaskCompletionSource<SiloProcess> _open = New<SiloProcess>();
    private readonly TaskCompletionSource<Life> _next = New<Life>();

    /// <summary>Complete when it listens: devices sync.</summary>
    public Task<SiloProcess> Listening => _listening.Task;

    /// <summary>Complete when senders may send, too.</summary>
    public Task<SiloProcess> Open => _open.Task;

    /// <summary>Complete when this life is over: the one after it.</summary>
    public Task<Life> Next => _next.Task;

    public void Listens(SiloProcess silo) => _listening.SetResult(silo);

    public async Task OpenAsync() => _open.TrySetResult(await Listening);

    public Life End()
    {
        var next = new Life();
        _next.SetResult(next);
        return next;
    }

    private static TaskCompletionSource<T> New<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
