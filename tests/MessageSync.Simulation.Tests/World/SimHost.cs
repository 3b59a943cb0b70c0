using MessageSync.FrontEnd;
using MessageSync.Hosting;
using MessageSync.Simulation.Tests.Faults;
using MessageSync.Simulation.Tests.Machine;
using MessageSync.Storage;
using Microsoft.Extensions.Options;

namespace MessageSync.Simulation.Tests.World;

/// <summary>One process: a local host and its front end, with callers outside of it. It may die at any await.</summary>
internal sealed class SimHost : IDisposable
{
    private readonly Context _context;
    private readonly FaultyStore _store;
    private readonly LocalHost _host;
    private readonly IMessageSync _sync;
    private readonly SimLifetime? _lifetime;
    private readonly HashSet<Action> _calls = [];

    public SimHost(
        Context context, FaultyStore store, Weather weather, MessageSyncOptions options, TimeProvider clock,
        Trace trace, bool tellsWhenItStops)
    {
        var loggers = new TraceLoggers(trace, context.Name);
        (_context, _store) = (context, store);
        _host = new(store, Options.Create(options), Options.Create(new GroupCommitOptions()), clock, loggers);
        var metrics = new FrontEndMetrics();
        var hub = new HintHub(clock, metrics);
        _lifetime = tellsWhenItStops ? new() : null;
        _lifetime?.ApplicationStopping.Register(hub.Stop);
        var followed = new FaultyGrains(_host.Grains, new FaultyHints(hub, weather, trace, context.Name));
        _sync = new MessageSyncClient(
            _host.Grains, new(followed, hub, options, clock, metrics), new(followed, hub, options, clock, metrics), hub,
            options, clock, metrics, _lifetime);
        context.OnDeath = Die;
    }

    public string Name => _context.Name;

    public bool IsUp { get; private set; }

    /// <summary>Called when it dies.</summary>
    public Action? OnDeath { get; init; }

    public async Task StartAsync()
    {
        await RunAsync(async () =>
        {
            await _host.StartAsync(CancellationToken.None);
            return true;
        });
        IsUp = true;
    }

    /// <summary>Stops in order.</summary>
    public async Task StopAsync()
    {
        IsUp = false;
        await RunAsync(async () =>
        {
            _lifetime?.StopApplication();
            await _host.StopAsync(CancellationToken.None);
            return true;
        });
        Die();
    }

    /// <summary>Dies at once, or some continuations from now.</summary>
    public void Kill(int steps)
    {
        if (steps == 0) Die();
        else _context.DieAfter(steps);
    }

    /// <summary>A call from outside.</summary>
    /// <exception cref="StoreUnavailableException">The process died; what became of the call is unknown.</exception>
    public Task<T> CallAsync<T>(Func<IMessageSync, Task<T>> call) => RunAsync(() => call(_sync));

    /// <summary>Something that needs no answer.</summary>
    public void Begin(Func<Task> work) => _context.Begin(work);

    public void Dispose()
    {
        _host.Dispose();
        _lifetime?.Dispose();
    }

    private async Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Lose() => answer.TrySetException(new StoreUnavailableException("The connection broke."));
        if (_context.IsDead) Lose();
        else _calls.Add(Lose);
        _context.Begin(async () =>
        {
            try
            {
                answer.TrySetResult(await work());
            }
            catch (OperationCanceledException) when (!IsUp)
            {
                Lose();   // it stops: whoever is still there is cut off
            }
            catch (Exception failure)
            {
                answer.TrySetException(failure);
            }
        });
        try
        {
            return await answer.Task;
        }
        finally
        {
            _calls.Remove(Lose);
        }
    }

    private void Die()
    {
        _context.Kill();
        _store.Abandon();
        IsUp = false;
        foreach (var lose in _calls.ToList()) lose();
        OnDeath?.Invoke();
    }
}
