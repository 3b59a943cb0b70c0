using Microsoft.Extensions.Options;

namespace MessageSync.Silo.Orleans.Cluster;

/// <summary>Whether the membership answers.</summary>
internal sealed class MembershipWatch(
    IMembershipTable membership, IOptions<SiloClusterOptions> options, TimeProvider clock, ILogger<MembershipWatch> logger)
    : Watch(clock, logger)
{
    private readonly TimeProvider _clock = clock;

    protected override async Task<string?> LookAsync(CancellationToken ct)
    {
        try
        {
            await membership.ReadAllAsync(ct).WaitAsync(Patience, _clock, ct);
            return null;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            return $"The membership in {options.Value.MembershipName} cannot be reached: the silos that are there go on with each "
                + "other, but until it answers none can join and a dead one is not found.";
        }
    }
}
