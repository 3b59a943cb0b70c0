using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using MessageSync.Inboxes;
using MessageSync.Storage;
using MessageSync.Timelines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MessageSync.Load.Targets;

/// <summary>A MessageSync of its own in this process, over a store that goes with it.</summary>
internal sealed class InProcessTarget : ITarget
{
    private static readonly Caller Service = new(new("load"), IsService: true);
    private static readonly Dictionary<Type, string> Slugs = Attribute
        .GetCustomAttributes(typeof(Refusal), typeof(JsonDerivedTypeAttribute)).Cast<JsonDerivedTypeAttribute>()
        .ToDictionary(known => known.DerivedType, known => (string)known.TypeDiscriminator!);

    private readonly IHost _host;
    private readonly IMessageSync _sync;
    private readonly DirectoryInfo? _data;

    private InProcessTarget(IHost host, DirectoryInfo? data, string description)
    {
        (_host, _data, Description) = (host, data, description);
        _sync = host.Services.GetRequiredService<IMessageSync>();
    }

    /// <inheritdoc/>
    public string Description { get; }

    /// <summary>Starts one over SQLite.</summary>
    /// <param name="parent">The folder to make the temporary data folder in; null for that of the system.</param>
    /// <exception cref="StoreStartException">The store cannot be opened.</exception>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public static async Task<InProcessTarget> StartSqliteAsync(string? parent)
    {
        var data = parent is null
            ? Directory.CreateTempSubdirectory("messagesync-load-")
            : Directory.CreateDirectory(Path.Combine(parent, "messagesync-load-" + Guid.NewGuid().ToString("N")));
        try
        {
            return await StartAsync(
                services => services.AddSqliteStore(options => options.DataFolder = data.FullName), data,
                "in process, SQLite store");
        }
        catch
        {
            data.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Starts one over the in-memory store: the cost of everything but the disk.</summary>
    public static Task<InProcessTarget> StartInMemoryAsync() =>
        StartAsync(services => services.AddInMemoryStore(), data: null, "in process, in-memory store");

    /// <inheritdoc/>
    public async Task<Reply<Done>> CreateGroupAsync(
        ConversationId id, IReadOnlyList<UserId> members, CancellationToken ct) => Of(
        await CallAsync(_sync.CreateGroupAsync(Service, id, new(members, History: HistoryPolicy.All), ct)),
        _ => Done.Instance);

    /// <inheritdoc/>
    public async Task<Reply<CreatedDirect>> CreateDirectAsync(UserId user, UserId with, CancellationToken ct) => Of(
        await CallAsync(_sync.CreateDirectAsync(new(user), with, ct)),
        created => new CreatedDirect(created.Conversation.Id));

    /// <inheritdoc/>
    public async Task<Reply<Done>> ChangeMembersAsync(
        ConversationId id, IReadOnlyList<UserId> add, IReadOnlyList<UserId> remove, CancellationToken ct) => Of(
        await CallAsync(_sync.ChangeMembersAsync(Service, id, add, remove, ct)), done => done);

    /// <inheritdoc/>
    public async Task<Reply<Sent>> SendAsync(
        UserId sender, ConversationId id, SendKey key, MessageBody body, CancellationToken ct) => Of(
        await CallAsync(_sync.SendAsync(new(sender), id, key, body, ct)), receipt => new Sent(receipt.Seq));

    /// <inheritdoc/>
    public async Task<Reply<InboxPage>> SyncAsync(
        UserId user, DeviceId device, InboxQuery query, CancellationToken ct) => Of(
        await CallAsync(_sync.SyncAsync(
            new(user, device), new() { Cursor = query.Cursor, Limit = query.Limit, Wait = query.Wait }, ct)),
        reply => new InboxPage(
            [.. reply.Entries.Select(Item)], reply.Cursor, reply.More, reply.Reset?.Reason == ResetReason.Trimmed));

    /// <inheritdoc/>
    public async Task<Reply<OpenedStream>> StreamAsync(
        UserId user, DeviceId device, string? cursor, CancellationToken ct) => Of(
        await CallAsync(_sync.StreamAsync(new(user, device), cursor, ct)),
        stream => new OpenedStream(StepsAsync(stream, ct)));

    /// <inheritdoc/>
    public async Task<Reply<Messages>> RoamAsync(
        UserId user, ConversationId id, SeqNo? before, int limit, CancellationToken ct) => Of(
        await CallAsync(_sync.RoamAsync(
            new(user), id, before is { } seq ? new RoamingAnchor.Before(seq) : new RoamingAnchor.Newest(), limit, ct)),
        page => new Messages([.. page.Messages.Select(message => message.Seq)]));

    /// <inheritdoc/>
    public async Task<Reply<Messages>> SomeAsync(
        UserId user, ConversationId id, IReadOnlyList<SeqNo> seqs, CancellationToken ct) => Of(
        await CallAsync(_sync.SomeAsync(new(user), id, seqs, ct)),
        some => new Messages([.. some.Messages.Select(message => message.Seq)]));

    /// <summary>Stops it and takes its data away.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _data?.Delete(recursive: true);
    }

    private static async Task<InProcessTarget> StartAsync(
        Action<IServiceCollection> addStore, DirectoryInfo? data, string description)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddMessageSync();
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        addStore(builder.Services);
        var host = builder.Build();
        try
        {
            await host.StartAsync();
            return new(host, data, description);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    private static async Task<Answer<T>> CallAsync<T>(Task<Answer<T>> call) where T : class
    {
        try
        {
            return await call;
        }
        catch (StoreOverloadedException)
        {
            return new Refusal.Overloaded(TimeSpan.FromSeconds(1));   // as the HTTP API shows it
        }
        catch (StoreUnavailableException unavailable)
        {
            throw new TargetException("store-unavailable", unavailable.Message, unavailable);
        }
    }

    private static Reply<TTo> Of<TFrom, TTo>(Answer<TFrom> answer, Func<TFrom, TTo> translate)
        where TFrom : class where TTo : class => answer.Refusal switch
        {
            null => translate(answer.Value!),
            Refusal.Overloaded(var after) => new Refused("overloaded", after),
            Refusal.RateLimited(var after) => new Refused("rate-limited", after),
            var other => throw new TargetException(Slugs[other.GetType()], $"The call was refused: {other}."),
        };

    private static async IAsyncEnumerable<StreamStep> StepsAsync(
        IInboxStream stream, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var one in stream.ReadAllAsync(ct))
        {
            if (one is StreamEvent.Entry(var entry)) yield return new(Item(entry));
            if (one is StreamEvent.CaughtUp) yield return StreamStep.CaughtUp;
        }
    }

    private static InboxItem Item(Delivery entry) => entry.Content switch
    {
        EntryContent.Message(var seq) => new(ItemKind.Message, entry.Conversation, seq),
        EntryContent.Advanced(var head, _) => new(ItemKind.Advanced, entry.Conversation, head),
        _ => new(ItemKind.Other, entry.Conversation, SeqNo.None),
    };

    /// <summary>The driver decides what an interrupt means, not the host.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
