using System.Threading.Channels;
using MessageSync.Orleans.Tests.Support;
using MessageSync.Silo;
using MessageSync.Silo.Orleans.Cluster;
using MessageSync.Storage;
using MessageSync.Storage.Postgres;
using MessageSync.TestPostgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MessageSync.Orleans.Tests.BadInput;

/// <summary>A silo whose clock is not that of the database.</summary>
public sealed class ClockTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(60, "60 s ahead of PostgreSQL's")]
    [InlineData(-60, "60 s behind PostgreSQL's")]
    [InlineData(15, " s ahead of PostgreSQL's")]
    [InlineData(-15, " s behind PostgreSQL's")]
    public async Task A_silo_whose_clock_is_far_off_does_not_start_and_never_joins(int seconds, string said)
    {
        var (failure, joined) = await StartAsync(seconds);

        Assert.IsType<StoreStartException>(failure);
        Assert.Contains(said, StartFailure.Sentence(failure), StringComparison.Ordinal);
        Assert.False(joined);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-5)]
    public async Task A_silo_whose_clock_is_a_little_off_starts(int seconds)
    {
        var (failure, joined) = await StartAsync(seconds);

        Assert.Null(failure);
        Assert.True(joined);
    }

    [Fact]
    public async Task A_silo_of_a_cluster_compares_its_clock_when_it_starts()
    {
        var connection = await TestDatabase.NewAsync();
        await using var cluster = await Cluster.StartAsync(1, more: silo =>
        {
            silo.Services.AddPostgresStore(store => store.ConnectionString = connection);
            silo.AddClusterTables();
        });

        var services = cluster.Silos[0].ServiceProvider;

        Assert.Contains(
            services.GetRequiredService<ClockWatch>(),
            services.GetServices<ILifecycleParticipant<ISiloLifecycle>>().OfType<ClockWatch>());
    }

    [Fact]
    public async Task A_clock_that_goes_wrong_later_is_told_once_and_so_is_its_end()
    {
        var (clock, said) = (new OffsetClock(ticksByTest: true), new Said());
        var postgres = new PostgresStoreOptions { ConnectionString = await PostgresServer.SharedAsync() };
        using var watch = new ClockWatch(Options.Create(postgres), clock, said);
        clock.Offset = TimeSpan.FromMinutes(1);

        await watch.StartAsync(default);
        var told = await said.NextAsync();
        var shown = watch.Sentence;
        clock.Offset = TimeSpan.Zero;
        clock.Tick();
        var over = await said.NextAsync();
        var shownThen = watch.Sentence;
        await watch.StopAsync(default);

        Assert.StartsWith("The clock of this machine is 60 s ahead of PostgreSQL's: ", told, StringComparison.Ordinal);
        Assert.Equal((told, $"This is over: {told}", null), (shown, over, shownThen));
    }

    [Fact]
    public async Task A_database_that_is_not_found_for_a_while_ends_no_silo_and_no_warning()
    {
        var (clock, said) = (new OffsetClock(ticksByTest: true) { Offset = TimeSpan.FromMinutes(1) }, new Said());
        var there = new PostgresStoreOptions { ConnectionString = await PostgresServer.SharedAsync() };
        var nowhere = new PostgresStoreOptions { ConnectionString = "Host=no-such-host.invalid" };
        using var watch = new ClockWatch(new Script([there, nowhere, there], look =>
        {
            if (look == 2) clock.Offset = TimeSpan.Zero;
            clock.Tick();
        }), clock, said);

        await watch.StartAsync(default);
        var told = await said.NextAsync();
        var over = said.NextAsync();
        var first = await Task.WhenAny(over, watch.ExecuteTask!);
        await first;
        await watch.StopAsync(default);

        Assert.Equal($"This is over: {told}", await over);
    }

    /// <summary>Where the database is, look by look.</summary>
    private sealed class Script(PostgresStoreOptions[] script, Action<int> looks) : IOptions<PostgresStoreOptions>
    {
        private int _looks = -1;

        public PostgresStoreOptions Value
        {
            get
            {
                looks(++_looks);
                return script[Math.Min(_looks, script.Length - 1)];
            }
        }
    }

    /// <summary>Starts what a silo starts, with nobody to join: what Orleans begins does not end where it fails to start.</summary>
    private static async Task<(Exception? Failure, bool Joined)> StartAsync(int seconds)
    {
        var clock = new OffsetClock { Offset = TimeSpan.FromSeconds(seconds) };
        var postgres = new PostgresStoreOptions { ConnectionString = await PostgresServer.SharedAsync() };
        using var watch = new ClockWatch(Options.Create(postgres), clock, new Said());
        var lifecycle = new SiloLifecycleSubject(NullLogger<SiloLifecycleSubject>.Instance);
        var joined = false;
        lifecycle.Subscribe("join", ServiceLifecycleStage.BecomeActive, _ =>
        {
            joined = true;
            return Task.CompletedTask;
        });
        watch.Participate(lifecycle);

        var failure = await Record.ExceptionAsync(() => lifecycle.OnStart(default));

        return (failure, joined);
    }

    /// <summary>The machine's clock, wrong.</summary>
    private sealed class OffsetClock(bool ticksByTest = false) : TickingClock(ticksByTest)
    {
        private long _ticks;

        public TimeSpan Offset
        {
            get => TimeSpan.FromTicks(Interlocked.Read(ref _ticks));
            set => Interlocked.Exchange(ref _ticks, value.Ticks);
        }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
    }

    /// <summary>What was logged, as it comes.</summary>
    private sealed class Said : ILogger<ClockWatch>
    {
        private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

        public Task<string> NextAsync() => _lines.Reader.ReadAsync().AsTask().WaitAsync(s_patience);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Writer.TryWrite(formatter(state, exception));

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
    }
}
