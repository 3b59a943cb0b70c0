using MessageSync.Orleans.Grains;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace MessageSync.Orleans.Hosting;

/// <summary>How long idle grains stay: as configured, but longer than a lease, whose renewal keeps a watched Inbox in
/// memory, and than Orleans looks for idle ones.</summary>
internal sealed class GrainRetirement(IOptions<MessageSyncOptions> options) : IConfigureOptions<GrainCollectionOptions>
{
    private static readonly TimeSpan s_least = TimeSpan.FromMinutes(2);

    public void Configure(GrainCollectionOptions collection)
    {
        var idle = options.Value.IdleTimeout < s_least ? s_least : options.Value.IdleTimeout;
        collection.ClassSpecificCollectionAge[typeof(OrleansTimelineGrain).FullName!] = idle;
        collection.ClassSpecificCollectionAge[typeof(OrleansInboxGrain).FullName!] = idle;
    }
}
