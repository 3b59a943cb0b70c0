using Microsoft.Extensions.DependencyInjection;

namespace MessageSync.Http.Tests;

/// <summary>The whole server in this process, over the in-memory store: what goes in and comes out is HTTP.</summary>
internal sealed class TestSilo : SiloCalls
{
    private TestSilo(TestApp app) : base(app)
    {
    }

    /// <summary>In development mode, so that the clock can be moved.</summary>
    public static async Task<TestSilo> StartAsync(params (string Name, string Value)[] configuration) =>
        new(await TestApp.StartAsync(
            services => services.AddMessageSync(options => options.CopyGrainCalls = true).AddInMemoryStore(),
            development: true, configuration));
}
