using MessageSync.Grains;

namespace MessageSync.Orleans.Grains;

/// <summary>Turns by a lock: timers, and offers from this silo, come past the grain's scheduler.</summary>
internal sealed class LockedTurns : IActivation
{
    private readonly Lock _turn = new();

    public void Enter() => _turn.Enter();

    public void Leave() => _turn.Exit();
}
