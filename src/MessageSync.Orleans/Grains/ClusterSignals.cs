using MessageSync.Grains;

namespace MessageSync.Orleans.Grains;

/// <summary>Hands signals to the cluster, which tells all front ends, this one too. What cannot be told is lost.</summary>
internal sealed class ClusterSignals(IGrainFactory factory) : ISignals
{
    public void Tell(IReadOnlyList<UserId> users, Signal signal)
    {
        if (users.Count > 0) _ = factory.GetGrain<ISignalGrain>(0).TellAsync([.. users], signal);
    }
}
