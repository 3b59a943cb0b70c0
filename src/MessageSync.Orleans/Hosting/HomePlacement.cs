using Microsoft.Extensions.DependencyInjection;
using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace MessageSync.Orleans.Hosting;

/// <summary>Where a grain is made: in the silo that everybody works out from its key and the active silos. When a silo comes
/// or goes only its own share moves, and not before those grains are made anew.</summary>
[GenerateSerializer, Immutable, SuppressReferenceTracking, Alias("messagesync.home")]
internal sealed class HomePlacement : PlacementStrategy
{
    /// <summary>The only one.</summary>
    public static HomePlacement Instance { get; } = new();
}

/// <summary>The grain is made at its home.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class AtHomeAttribute() : PlacementAttribute(HomePlacement.Instance);

/// <summary>Makes grains at home.</summary>
internal sealed class HomePlacementDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context) =>
        Task.FromResult(Homes.Of(target.GrainIdentity.Key.ToString()!, context.GetCompatibleSilos(target)));
}

/// <summary>Works out homes among the active silos. Thread-safe.</summary>
internal sealed class Homes(IServiceProvider services)
{
    private const uint FnvBasis = 2166136261;
    private const uint FnvPrime = 16777619;

    // Not before the silo has one: membership comes up later than this.
    private readonly Lazy<IClusterMembershipService> _membership =
        new(services.GetRequiredService<IClusterMembershipService>);
    private Known _known = new(null, []);

    /// <summary>Most likely the silo where the grain of that key is, or will be made; null while none is active.</summary>
    public SiloAddress? Of(string key) => Active is { Count: > 0 } active ? Of(key, active) : null;

    /// <summary>The active silos.</summary>
    public IReadOnlyList<SiloAddress> Active => Look().Active;

    /// <summary>The silo that draws the highest lot for the key (rendezvous hashing).</summary>
    public static SiloAddress Of(string key, IReadOnlyList<SiloAddress> silos)
    {
        var hash = Hash(key);
        var (home, highest) = (silos[0], 0u);
        foreach (var silo in silos)
        {
            var lot = Mix(hash ^ unchecked((uint)silo.GetConsistentHashCode()));
            if (lot > highest || (lot == highest && silo.CompareTo(home) < 0)) (home, highest) = (silo, lot);
        }
        return home;
    }

    private Known Look()
    {
        var snapshot = _membership.Value.CurrentSnapshot;
        var known = _known;
        if (!ReferenceEquals(known.Snapshot, snapshot))
        {
            _known = known = new(snapshot,
                [.. snapshot.Members.Values.Where(silo => silo.Status == SiloStatus.Active).Select(silo => silo.SiloAddress)]);
        }
        return known;
    }

    /// <summary>FNV-1a: the same in every process.</summary>
    private static uint Hash(string key)
    {
        var hash = FnvBasis;
        foreach (var c in key) hash = unchecked((hash ^ c) * FnvPrime);
        return hash;
    }

    private static uint Mix(uint x)
    {
        unchecked
        {
            x = (x ^ (x >> 16)) * 0x85ebca6b;
            x = (x ^ (x >> 13)) * 0xc2b2ae35;
            return x ^ (x >> 16);
        }
    }

    private sealed record Known(ClusterMembershipSnapshot? Snapshot, SiloAddress[] Active);
}
