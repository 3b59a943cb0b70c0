using MessageSync.Orleans.Grains;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace MessageSync.Orleans.Hosting;

/// <summary>How long idle grains stay: as configured, but longer than a lease, whose renewal keeps a watched Inbox in
/// memory, and than Orleans looks for idle ones.</summary>
internal sealed class GrainRetirement(IOptions<MessageSyncOptions> options, IServiceProvider services)
    : IConfigureOptions<GrainCollectionOptions>
{
    private static readonly TimeSpan s_least = TimeSpan.FromMinutes(2);

    private readonly TimeSpan _idle = options.Value.IdleTimeout < s_least ? s_least : options.Value.IdleTimeout;

    public void Configure(GrainCollectionOptions collection)
    {
        collection.ClassSpecificCollectionAge[typeof(OrleansTimelineGrain).FullName!] = _idle;
        collection.ClassSpecificCollectionAge[typeof(OrleansInboxGrain).FullName!] = _idle;
    }

    /// <summary>A grain is in use, though Orleans brought it no call. Cheap enough for every offer.</summary>
    public void Delay(IGrainContext grain)
    {
        var runtime = services.GetRequiredService<IGrainRuntime>();
        try
        {
            runtime.DelayDeactivation(grain, _idle);
        }
        catch (InvalidOperationException)
        {
            // It has left just now.
        }
    }
}
