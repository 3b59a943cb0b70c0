using MessageSync.TestPostgres;
using MessageSync.Timelines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MessageSync.Storage.Postgres.Tests;

/// <summary>A whole host in this process, on a schema of a server: as a backend embeds it.</summary>
internal sealed class Town : IAsyncDisposable
{
    private readonly IHost _host;

    private Town(IHost host, RecordedLog log) => (_host, Log) = (host, log);

    public IMessageSync Sync => _host.Services.GetRequiredService<IMessageSync>();

    /// <summary>What the operator was told.</summary>
    public RecordedLog Log { get; }

    public static async Task<Town> StartAsync(string connectionString, string schema, Action<PostgresStoreOptions>? configure = null)
    {
        var (builder, log) = (Host.CreateEmptyApplicationBuilder(new()), new RecordedLog());
        builder.Logging.AddProvider(log);
        builder.Services.AddMessageSync(options =>
            (options.WriteTimeout, options.InboxEntriesMax) = (TimeSpan.FromMinutes(1), 10_000)).AddPostgresStore(options =>
        {
            (options.ConnectionString, options.Schema) = (connectionString, schema);
            configure?.Invoke(options);
        });
        var host = builder.Build();
        await host.StartAsync();
        return new(host, log);
    }

    /// <summary>A group of ann, who owns it, and others.</summary>
    public async Task GroupAsync(ConversationId id, params UserId[] others) => Assert.Null(
        (await Sync.CreateGroupAsync(new(Ann), id, new(others))).Refusal);

    /// <summary>Sends, and sends again under the same key until it is acknowledged.</summary>
    public async Task<SeqNo> SendAsync(ConversationId id, UserId sender, string key, string? text = null)
    {
        var body = new MessageBody(
            System.Text.Encoding.UTF8.GetBytes(text ?? key), IsText: true, MessageBody.DefaultContentType);
        while (true)
        {
            try
            {
                var answer = await Sync.SendAsync(new(sender), id, new(key), body);
                if (answer.Value is { } receipt) return receipt.Seq;
                Assert.IsType<Refusal.Overloaded>(answer.Refusal);
            }
            catch (StoreUnavailableException)
            {
                // Safe to repeat.
            }
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    public static UserId Ann { get; } = new("ann");

    /// <summary>Everything that must hold in the tables holds.</summary>
    public static async Task AssertSoundAsync(string connectionString, string schema)
    {
        await using var store = await PostgresStore.OpenAsync(
            new() { ConnectionString = connectionString, Schema = schema }, TimeProvider.System);
        Assert.Empty(await store.Check.RunAsync(default));
    }

    /// <summary>A schema of the shared server.</summary>
    public static async Task<(string ConnectionString, string Schema)> NewSchemaAsync() =>
        (await PostgresServer.SharedAsync(), $"t{Guid.NewGuid():N}");
}
