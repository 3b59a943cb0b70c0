namespace MessageSync.Orleans.Hosting;

/// <summary>Keeps a silo whose grains have left for a moment longer. Calls that were on their way to them are forwarded to where
/// the grains are next, but Orleans waits for none of these: with the silo gone they would be lost, and their callers told
/// so.</summary>
internal sealed class LastCalls(Homes homes, TimeProvider clock) : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>Until every silo knows that this one goes, and the grain directory has settled: tenths of a second, more on a
    /// busy machine.</summary>
    private static readonly TimeSpan s_given = TimeSpan.FromSeconds(1);

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(LastCalls), ServiceLifecycleStage.GrainDirectoryShutdown, _ => Task.CompletedTask, WaitAsync);

    private async Task WaitAsync(CancellationToken ct)
    {
        var isLast = homes.Active.Count == 0;
        if (isLast) return;

        await Task.Delay(s_given, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
