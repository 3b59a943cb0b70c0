using System.Threading.Channels;
using MessageSync.Orleans.Tests.Support;
using MessageSync.Silo;
using MessageSync.Silo.Orleans.Cluster;
using MessageSync.Storage.Postgres;
using MessageSync.TestPostgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MessageSync.Orleans.Tests.BadInput;

/// <summary>A silo whose clock is not that of the database.</summary>
public sealed class ClockTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(60, "60 s ahead of PostgreSQL's")]
    [InlineData(-60, "60 s behind PostgreSQL's")]
    public async Task A_silo_whose_clock_is_a_minute_off_does_not_start(int seconds, string said)
    {
        var connection = await TestDatabase.NewAsync();

        var failure = await Record.ExceptionAsync(() => StartAsync(connection, new() { Offset = TimeSpan.FromSeconds(seconds) }));

        Assert.NotNull(failure);
        Assert.Contains(said, StartFailure.Sentence(failure), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_goes_wrong_later_is_told_once_and_so_is_its_end()
    {
        var (clock, said) = (new OffsetClock(), new Said());
        var postgres = new PostgresStoreOptions { ConnectionString = await PostgresServer.SharedAsync() };
        using var watch = new ClockWatch(Options.Create(postgres), clock, said);
        clock.Offset = TimeSpan.FromMinutes(1);

        await watch.StartAsync(default);
        var told = await said.NextAsync();
        var shown = watch.Sentence;
        clock.Offset = TimeSpan.Zero;
        var over = await said.NextAsync();
        var shownThen = watch.Sentence;
        await watch.StopAsync(default);

        Assert.StartsWith("The clock of this machine is 60 s ahead of PostgreSQL's: ", told, StringComparison.Ordinal);
        Assert.Equal((told, $"This is over: {told}", null), (shown, over, shownThen));
    }

    private static Task<Cluster> StartAsync(string connection, OffsetClock clock) => Cluster.StartAsync(1, more: silo =>
    {
        silo.Services.AddSingleton<TimeProvider>(clock);
        silo.Services.AddPostgresStore(store => store.ConnectionString = connection);
        silo.AddClusterTables();
    });

    /// <summary>The machine's clock, wrong.</summary>
    private sealed class OffsetClock : TimeProvider
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
