using MessageSync.Orleans.Tests.Support;
using MessageSync.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MessageSync.Http.Tests;

/// <summary>HTTP before a client of a cluster of two silos: what goes in and comes out is HTTP.</summary>
internal sealed class TestSilo : SiloCalls
{
    private readonly Cluster _cluster;

    private TestSilo(TestApp app, Cluster cluster) : base(app) => _cluster = cluster;

    /// <summary>In development mode, so that the clock, one for all, can be moved.</summary>
    public static async Task<TestSilo> StartAsync(params (string Name, string Value)[] configuration)
    {
        var clock = new SiloClock();
        var settings = new ConfigurationBuilder().AddInMemoryCollection(
            configuration.Select(pair => KeyValuePair.Create(pair.Name, (string?)pair.Value))).Build();
        var cluster = await Cluster.StartAsync(
            2, options => settings.GetSection(MessageSyncOptions.Section).Bind(options),
            services => services.AddSingleton<TimeProvider>(clock));
        var app = await TestApp.StartAsync(
            services => services.AddSingleton(clock).AddSingleton<TimeProvider>(clock).AddSingleton(cluster.Client)
                .AddSingleton(cluster.Silos[0].ServiceProvider.GetRequiredService<IStoreSettings>()),
            development: true, configuration);
        return new(app, cluster);
    }

    public override async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await base.DisposeAsync();
    }
}
