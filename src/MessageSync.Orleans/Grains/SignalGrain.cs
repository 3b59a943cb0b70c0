using MessageSync.Orleans.Hosting;
using Orleans.Concurrency;

namespace MessageSync.Orleans.Grains;

/// <summary>Where signals enter the cluster: in the silo that is called.</summary>
[Alias("messagesync.ISignals")]
internal interface ISignalGrain : IGrainWithIntegerKey
{
    /// <summary>Tells the open streams of some users, wherever they are.</summary>
    [OneWay]
    Task TellAsync(UserId[] users, Signal signal);

    /// <summary>The front end of a client is there, for a while.</summary>
    Task RenewAsync(IOrleansHints client);
}

/// <summary>Passes signals on to every silo.</summary>
[StatelessWorker, Reentrant, GrainType("messagesync.signals")]
internal sealed class SignalGrain(
    IGrainContext context, Homes homes, SiloServices silos, LocalFrontEnds frontEnds) : IGrainBase, ISignalGrain
{
    public IGrainContext GrainContext { get; } = context;

    public async Task TellAsync(UserId[] users, Signal signal)
    {
        foreach (var silo in homes.Active) await silos.Of(silo).TellAsync(users, signal);
    }

    public Task RenewAsync(IOrleansHints client)
    {
        frontEnds.Renew(client);
        return Task.CompletedTask;
    }
}
