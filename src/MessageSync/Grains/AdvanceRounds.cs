namespace MessageSync.Grains;

/// <summary>Tells of a busy large group at most once a round: at once after a quiet time, else when the round is over.</summary>
internal sealed class AdvanceRounds(GrainServices services, IActivation activation, Action<ChangeNo> tell)
{
    private ITimer? _timer;
    private ChangeNo _told;
    private ChangeNo _moved;

    /// <summary>The group moved on. Called within a turn.</summary>
    public void Moved(ChangeNo change)
    {
        _moved = change;
        if (_timer is null) Tell();
    }

    private void Tell()
    {
        _told = _moved;
        tell(_moved);
        _timer = services.Clock.CreateTimer(_ => OnRoundOver(), null, services.Options.AdvanceRound, Timeout.InfiniteTimeSpan);
    }

    private void OnRoundOver()
    {
        using var turn = new Turn(activation);
        _timer?.Dispose();
        _timer = null;
        if (_moved > _told) Tell();
    }
}
