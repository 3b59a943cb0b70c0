using System.Collections.Concurrent;
using MessageSync.Orleans.Tests.Support;
using Npgsql;

namespace MessageSync.Orleans.Processes.Tests.Support;

/// <summary>A cluster of two silos, each in a process of its own, over a new database. The processes have had silos before,
/// which shared nothing with these.</summary>
internal sealed class SiloPair : IAsyncDisposable
{
    private static readonly ConcurrentBag<SiloRunner[]> s_idle = [];

    private readonly SiloRunner[] _runners;

    private SiloPair(SiloRunner[] runners, string connection, IReadOnlyList<Uri> addresses) =>
        (_runners, Connection, Addresses) = (runners, connection, addresses);

    /// <summary>The database.</summary>
    public string Connection { get; }

    /// <summary>Where the silos listen.</summary>
    public IReadOnlyList<Uri> Addresses { get; }

    /// <summary>Starts one.</summary>
    /// <param name="settings">Of both, as <c>--Section:Name=value</c>.</param>
    public static async Task<SiloPair> StartAsync(IEnumerable<string> settings)
    {
        // Both processes open pools for every database: none may keep what it does not use.
        var connection = new NpgsqlConnectionStringBuilder(await TestDatabase.NewAsync())
        {
            ConnectionIdleLifetime = 2,
            ConnectionPruningInterval = 1,
        }.ConnectionString;
        string[] args = ["--membership", "postgres", "--connection", connection, .. settings];
        if (!s_idle.TryTake(out var runners)) runners = [new(), new()];
        return new(runners, connection, await Task.WhenAll(runners.Select(runner => runner.StartAsync(args))));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var runner in _runners) await runner.StopAsync();
        s_idle.Add(_runners);
    }
}
