namespace MessageSync.Client.Http.Tests;

/// <summary>Tests at a real server with one group, tea: ann, who owns it and asks by hand, and bob, who has a
/// phone.</summary>
public abstract class TeaTests : IAsyncLifetime
{
    private Server _server = null!;

    private protected Server Server => _server;

    private protected MessageSyncApi Ann { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        _server = await Server.StartAsync();
        Ann = _server.Api("ann");
        await Ann.CreateGroupAsync("tea", members: ["bob"]);
    }

    public virtual async Task DisposeAsync()
    {
        Ann.Dispose();
        await _server.DisposeAsync();
    }

    /// <summary>The phone of bob, not started yet.</summary>
    /// <param name="way">What lies between it and the server; null for nothing.</param>
    /// <param name="options">Null for streams.</param>
    /// <param name="store">Null for a new one in memory.</param>
    /// <param name="clock">Null for the system's.</param>
    private protected Phone Bob(
        Interceptor? way = null, DeviceSessionOptions? options = null, IDeviceStore? store = null,
        TimeProvider? clock = null) =>
        new("bob", _server.Api("bob", way), store ?? new InMemoryDeviceStore(), options ?? Phone.Streaming, clock);
}
