namespace MessageSync.Simulation.Tests.Machine;

/// <summary>Where the continuations of one process run. Once killed, none of them ever runs again.</summary>
internal sealed class Context(Scheduler scheduler, string name) : SynchronizationContext
{
    private int _diesAfter = int.MaxValue;

    public string Name { get; } = name;

    public bool IsDead { get; private set; }

    /// <summary>Called when it dies of <see cref="DieAfter"/>.</summary>
    public Action? OnDeath { get; set; }

    /// <summary>Dies in the middle of its work, some continuations from now.</summary>
    public void DieAfter(int steps) => _diesAfter = steps;

    public void Kill() => IsDead = true;

    /// <summary>Counts a continuation about to run.</summary>
    /// <returns>False when it does not run any more.</returns>
    public bool Step()
    {
        if (!IsDead && --_diesAfter == 0)
        {
            Kill();
            OnDeath?.Invoke();
        }
        return !IsDead;
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!IsDead) scheduler.Add(this, d, state);
    }

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("Nothing here may block.");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs work here; an exception of it ends the simulation.</summary>
    public void Begin(Func<Task> work) => Post(_ => Watch(work()), null);

    private static async void Watch(Task work) => await work;
}
