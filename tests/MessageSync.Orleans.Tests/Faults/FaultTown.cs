using System.Globalization;
using System.Text.Json;
using MessageSync.Orleans.Tests.Support;
using MessageSync.Silo.Tests.Processes.Crashes;
using MessageSync.Storage.Postgres;
using Xunit.Abstractions;

namespace MessageSync.Orleans.Tests.Faults;

/// <summary>
/// Real silos on loopback under a small load of sends, long polls and streams, which goes on through whichever silo
/// answers. In the end everything that was acknowledged has to be everywhere, once and in order.
/// <c>MESSAGESYNC_SEED</c> draws another load.
/// </summary>
internal sealed class FaultTown : IAsyncDisposable
{
    private const int Senders = 16;
    private const int LinesShown = 60;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private static readonly int s_seed =
        int.Parse(Environment.GetEnvironmentVariable("MESSAGESYNC_SEED") ?? "1", CultureInfo.InvariantCulture);

    private readonly CancellationTokenSource _sending = new();
    private readonly CancellationTokenSource _syncing = new();
    private readonly List<SiloProcess> _silos = [];
    private readonly List<Device> _devices = [];
    private readonly List<Task> _running = [];
    private readonly People _people = new();
    private readonly string _connection;
    private readonly string _membership;
    private readonly ITestOutputHelper _output;
    private Task[] _writing = [];

    private FaultTown(string connection, string membership, ITestOutputHelper output) =>
        (_connection, _membership, _output) = (connection, membership, output);

    /// <summary>The silos as callers see them.</summary>
    public Lives Lives { get; } = new();

    /// <summary>What senders know.</summary>
    public Ledger Ledger { get; } = new();

    /// <summary>All that were started, in that order.</summary>
    public IReadOnlyList<SiloProcess> Silos => _silos;

    /// <summary>Starts silos and the load, lets the story happen, and checks.</summary>
    /// <param name="output">Where times are told.</param>
    /// <param name="connection">The store; null for a database of the shared server.</param>
    /// <param name="story">What happens under load.</param>
    /// <param name="membership">Where the membership is. Default: with the store.</param>
    /// <param name="silos">How many silos there are at the beginning; 0 where the story's <paramref name="start"/> does
    /// it.</param>
    /// <param name="start">Starts silos of its own.</param>
    public static async Task LiveAsync(
        ITestOutputHelper output, string? connection, Func<FaultTown, Task> story, string membership = "postgres",
        int silos = 2, Func<FaultTown, Task>? start = null)
    {
        await using var town = new FaultTown(connection ?? await TestDatabase.NewAsync(), membership, output);
        try
        {
            for (var i = 0; i < silos; i++) await town.AddAsync();
            if (start is not null) await start(town);
            await town.BeginAsync();
            await town.SendsAsync(200);
            await story(town);
            await town.EndAsync();
        }
        catch (Exception failure)
        {
            var logs = town._silos.Select((silo, i) => $"Silo {i} said:\n{silo.Errors.Head(LinesShown)}");
            Assert.Fail($"MESSAGESYNC_SEED={s_seed}, {town.Ledger.Acks.Count} sends acknowledged: {failure}\n"
                + string.Join('\n', logs));
        }
    }

    /// <summary>Starts another silo, which then is called.</summary>
    public async Task<SiloProcess> AddAsync(params string[] more)
    {
        var silo = await SiloProcess.StartAsync(
        [
            "--membership", _membership, "--connection", _connection, "--MessageSync:InboxEntriesMax=100000", .. more,
        ]);
        _silos.Add(silo);
        Lives.Join(silo);
        return silo;
    }

    /// <summary>Sends into every conversation of everybody through one silo only, which may own them no more; what becomes of
    /// it has to be so for all others too.</summary>
    public async Task SendThroughAsync(SiloProcess silo, string key) => await Unless(Task.WhenAll(
        from user in _people.Users
        from conversation in _people.Of(user)
        select SendThroughAsync(silo, user, conversation, key)));

    /// <summary>Waits until so many more sends were acknowledged.</summary>
    public async Task SendsAsync(int count)
    {
        var before = Ledger.Acknowledged;
        await Unless(Ledger.Changed.UntilAsync(() => Ledger.Acknowledged >= before + count, s_patience));
    }

    /// <summary>Waits until every conversation accepts sends that began after the fault, and tells how long it
    /// took.</summary>
    public async Task HealsAsync(string what)
    {
        var healed = Lives.Healing.Healed;
        try
        {
            await Unless(Ledger.Changed.UntilAsync(() => healed.Count == _people.Readers.Count, s_patience));
        }
        catch (TimeoutException)
        {
            Assert.Fail($"After {s_patience} these accept no sends: {string.Join(' ', _people.Readers.Keys.Except(healed.Keys))}");
        }
        Tell($"{what}: all {healed.Count} conversations accept sends after {healed.Values.Max().TotalSeconds:0.0} s, "
            + $"the median one after {healed.Values.Order().ElementAt(healed.Count / 2).TotalSeconds:0.00} s");
    }

    /// <summary>Tells in the test's output.</summary>
    public void Tell(string what) => _output.WriteLine(what);

    public async ValueTask DisposeAsync()
    {
        _sending.Cancel();
        _syncing.Cancel();
        Lives.Dispose();
        foreach (var silo in _silos) await silo.DisposeAsync();
    }

    private async Task BeginAsync()
    {
        Tell($"MESSAGESYNC_SEED={s_seed}");
        await _people.BeginAsync(Lives);
        foreach (var (i, user) in _people.Users.Index())
        {
            Begin(new Device(user, "phone", acks: true, s_seed + i, Lives, Ledger));
            Begin(new StreamingDevice(user, "tablet", s_seed - i, Lives, Ledger));
        }
        _writing = [.. Enumerable.Range(0, Senders)
            .Select(i => new Sender(i, s_seed, _people, Lives, Ledger).RunAsync(_sending.Token))];
        _running.AddRange(_writing);
    }

    private async Task SendThroughAsync(SiloProcess silo, string user, string conversation, string key)
    {
        var (path, body) = ($"/v1/conversations/{conversation}/messages", $"{key} of {user}");
        var json = JsonSerializer.Serialize(new { sendKey = key, body });
        var token = await Lives.TokenAsync(user, "stale");
        if (await Lives.TryAsync(silo, token, path, json) is { } first)
            Ledger.Acknowledge(conversation, user, key, body, first.Json.GetProperty("seq").GetInt64());
        var (_, then) = await Lives.CallAsync(token, path, json);
        Ledger.Acknowledge(conversation, user, key, body, then.GetProperty("seq").GetInt64());
    }

    private void Begin(Device device)
    {
        _devices.Add(device);
        _running.Add(device.RunAsync(_syncing.Token));
    }

    /// <summary>Nobody sends any more: everything has to be everywhere.</summary>
    private async Task EndAsync()
    {
        _sending.Cancel();
        await Unless(Task.WhenAll(_writing).WaitAsync(s_patience));
        var last = System.Diagnostics.Stopwatch.GetTimestamp();
        var checks = new CrashChecks(_people, _devices, Lives, Ledger, s_patience);
        await Unless(checks.EveryInboxIsCompleteAsync());
        Tell($"{Ledger.Acks.Count} messages, {Lives.Repeated} sends repeated, the unluckiest tried {Lives.MostAttempts} times; "
            + $"every device had all {System.Diagnostics.Stopwatch.GetElapsedTime(last).TotalSeconds:0.0} s after the last");
        foreach (var user in _people.Users) Begin(new Device(user, "new", acks: false, s_seed, Lives, Ledger));
        await Unless(checks.EverythingAgreesAsync());
        await EverybodyRoamsAsync();
        await NothingIsWrongAsync();
    }

    /// <summary>Whoever reads it through whichever silo, a Timeline is the same.</summary>
    private async Task EverybodyRoamsAsync()
    {
        var seen = new Dictionary<string, (string User, string Page)>(StringComparer.Ordinal);
        foreach (var user in _people.Users)
        {
            var token = await Lives.TokenAsync(user, "reader");
            foreach (var conversation in _people.Of(user))
            {
                var (_, page) = await Lives.CallAsync(token, $"/v1/conversations/{conversation}/messages?limit=200");
                var text = JsonSerializer.Serialize(page);
                if (!seen.TryAdd(conversation, (user, text)))
                    Assert.True(seen[conversation].Page == text, $"{user} sees another {conversation} than {seen[conversation].User}.");
            }
        }
    }

    /// <summary>As the command <c>check</c> does.</summary>
    private async Task NothingIsWrongAsync()
    {
        await using var store = await PostgresStore.OpenAsync(new() { ConnectionString = _connection }, TimeProvider.System);
        Assert.Empty((await store.Check.RunAsync(CancellationToken.None)).Select(flaw => $"{flaw.Rule}: {flaw.Where}"));
    }

    private async Task Unless(Task work)
    {
        var failed = FailedAsync();
        if (await Task.WhenAny(failed, work) == failed) await failed;
        await work;
    }

    private async Task FailedAsync()
    {
        var never = new TaskCompletionSource();
        await foreach (var one in Task.WhenEach(_running)) await one;
        await never.Task;   // whoever is done did not fail
    }
}
