namespace MessageSync.Client.Http.Tests;

/// <summary>A device with a session that a test can start, stop and start again on the same store.</summary>
internal sealed class Phone : IAsyncDisposable
{
    /// <summary>Far beyond what is normal.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly MessageSyncApi _api;
    private CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public Phone(
        string user, MessageSyncApi api, IDeviceStore store, DeviceSessionOptions options, TimeProvider? clock = null)
    {
        (_api, Store) = (api, store);
        Session = new(user, store, api, options, clock);
    }

    /// <summary>Pauses that are over at once, and long poll alone.</summary>
    public static DeviceSessionOptions Polling { get; } = new()
    {
        UseStreams = false,
        Device = new()
        {
            RetryFirst = TimeSpan.FromMilliseconds(1),
            RetryMax = TimeSpan.FromMilliseconds(50),
            Wait = TimeSpan.FromSeconds(5),
        },
    };

    /// <summary>The same, with streams.</summary>
    public static DeviceSessionOptions Streaming { get; } = Polling with { UseStreams = true };

    public IDeviceStore Store { get; }

    public DeviceSession Session { get; }

    public Phone Start()
    {
        _running = Session.RunAsync(_stop.Token);
        return this;
    }

    /// <summary>Until the session has ended by itself.</summary>
    public Task EndedAsync() => _running.WaitAsync(Patience);

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
        _stop = new();
    }

    /// <summary>Waits for changes until it is so.</summary>
    public async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await foreach (var _ in Session.ChangesAsync(patience.Token))
                if (await isSo()) return;
        }
        catch (OperationCanceledException)
        {
            var shown = string.Join(" | ", await BodiesAsync());
            Assert.Fail($"{what} is awaited in vain; {Session.State}, it shows: {shown}");
        }
    }

    public Task UntilAsync(DeviceConnection state) =>
        UntilAsync(() => Task.FromResult(Session.State == state), $"{state}");

    public Task UntilShowsAsync(params IReadOnlyList<string?> bodies) => UntilAsync(
        async () => bodies.SequenceEqual(await BodiesAsync(), StringComparer.Ordinal), string.Join(" | ", bodies));

    public async Task<IEnumerable<string?>> BodiesAsync() =>
        (await Session.MessagesAsync("tea")).Messages.Select(message => message.Body);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        Session.Dispose();
        _api.Dispose();
        (Store as IDisposable)?.Dispose();
    }
}
