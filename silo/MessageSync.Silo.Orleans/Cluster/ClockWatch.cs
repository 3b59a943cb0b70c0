using System.Globalization;
using MessageSync.Storage;
using MessageSync.Storage.Postgres;
using Microsoft.Extensions.Options;
using Npgsql;

namespace MessageSync.Silo.Orleans.Cluster;

/// <summary>
/// Whether this machine's clock is that of all: all silos compare theirs with PostgreSQL's. No order depends on clocks, but
/// recalling, ageing, tokens, numbers of streams and the signs of life of silos do. A silo does not start with a wrong one; if it
/// goes wrong later the silo goes on and says so.
/// </summary>
internal sealed class ClockWatch(
    IOptions<PostgresStoreOptions> postgres, TimeProvider clock, ILogger<ClockWatch> logger)
    : Watch(clock, logger), ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>Well below what a token or a sign of life may be late.</summary>
    private static readonly TimeSpan s_apartMax = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _clock = clock;

    // In development mode it was moved on purpose.
    private DateTimeOffset Now => _clock.GetUtcNow() - ((_clock as SiloClock)?.Advanced ?? TimeSpan.Zero);

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(ClockWatch), ClusterTables.Stage + 1, CheckAsync);

    protected override async Task<string?> LookAsync(CancellationToken ct)
    {
        try
        {
            return await CompareAsync(ct).WaitAsync(Patience, _clock, ct);
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            return Sentence;   // the store tells of it itself
        }
    }

    private async Task CheckAsync(CancellationToken ct)
    {
        if (await CompareAsync(ct) is { } wrong) throw new StoreStartException($"{wrong} Then start again.");
    }

    private async Task<string?> CompareAsync(CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(ClusterExtensions.ConnectionString(postgres.Value));
        await connection.OpenAsync(ct);
        await using var ask = new NpgsqlCommand("SELECT clock_timestamp()", connection);
        var before = Now;
        var server = new DateTimeOffset((DateTime)(await ask.ExecuteScalarAsync(ct))!);
        var (ahead, behind) = (before - server, server - Now);
        if (ahead <= s_apartMax && behind <= s_apartMax) return null;

        return string.Create(
            CultureInfo.InvariantCulture,
            $"The clock of this machine is {(ahead > behind ? ahead : behind).TotalSeconds:0} s {(ahead > behind ? "ahead of" : "behind")} PostgreSQL's: set both right, best by NTP.");
    }
}
