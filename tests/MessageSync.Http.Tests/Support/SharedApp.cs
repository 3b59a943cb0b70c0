namespace MessageSync.Http.Tests;

/// <summary>One app for all tests of a class, which run one after the other.</summary>
public sealed class SharedApp : IAsyncLifetime
{
    private TestApp _app = null!;

    public async Task InitializeAsync() => _app = await TestApp.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    /// <summary>The app as if nothing had been asked of it yet.</summary>
    internal TestApp Afresh()
    {
        _app.Fake.Reset();
        return _app;
    }
}
