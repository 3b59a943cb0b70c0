using MessageSync.Orleans.Processes.Tests.Support;

namespace MessageSync.Http.Tests;

/// <summary>Two silos, each a process, behind whichever of which a request comes.</summary>
internal sealed class TestSilo : SiloCalls
{
    private readonly SiloPair _silos;

    private TestSilo(SiloPair silos) : base(new(silos.Addresses)) => _silos = silos;

    /// <summary>In development mode, so that the clock, that of all silos, can be moved.</summary>
    public static async Task<TestSilo> StartAsync(params (string Name, string Value)[] configuration)
    {
        (string Name, string Value)[] all =
        [
            ("MessageSync:Auth:Keys:0:Kid", "test"), ("MessageSync:Auth:Keys:0:Algorithm", "HS256"),
            ("MessageSync:Auth:Keys:0:Secret", Tokens.Secret), .. configuration,
        ];
        return new(await SiloPair.StartAsync(all.Select(setting => $"--{setting.Name}={setting.Value}")));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _silos.DisposeAsync();
    }
}
