using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using MessageSync.Orleans.Tests.Support;
using Xunit.Abstractions;

namespace MessageSync.Orleans.Tests;

/// <summary>Real silos on loopback, with their membership in the database of the store.</summary>
public sealed class SiloProcessTests(ITestOutputHelper output)
{
    /// <summary>Far beyond what is normal.</summary>
    private static readonly TimeSpan s_heals = TimeSpan.FromMinutes(2);

    private static readonly object s_team = new { kind = "group", id = "team", members = new[] { "bob" } };

    [Fact]
    public async Task A_silo_alone_serves_the_same_wire()
    {
        var data = Directory.CreateTempSubdirectory("messagesync-silo-").FullName;
        await using var silo = await SiloProcess.StartAsync("--data", data);
        await silo.CallAsync(HttpMethod.Post, "/v1/conversations", "ann", new { kind = "group", id = "team" });

        var sent = await SendAsync(silo, "ann", "k1");
        var inbox = await SyncAsync(silo, "ann");
        var (exitCode, errors) = await silo.StopAsync();

        Assert.Equal(1, sent.GetProperty("seq").GetInt64());
        Assert.Equal(["member", "message"], inbox);
        Assert.True(exitCode == 0, errors);
    }

    [Fact]
    public async Task Silos_that_start_together_make_one_cluster_and_any_serves_everybody()
    {
        var connection = await TestDatabase.NewAsync();
        var started = await Task.WhenAll(Start(connection), Start(connection));
        await using var one = started[0];
        await using var other = started[1];
        await one.CallAsync(HttpMethod.Post, "/v1/conversations", "ann", s_team);

        var waiting = other.CallAsync(HttpMethod.Get, "/v1/inbox?wait=30000", "bob");
        var first = await SendAsync(one, "ann", "k1");
        var second = await SendAsync(other, "bob", "k2");
        await waiting;

        Assert.Equal([1, 2], new[] { first, second }.Select(sent => sent.GetProperty("seq").GetInt64()));
        Assert.Equal(["member", "message", "message"], await SyncAsync(other, "ann", entries: 3));
        Assert.Equal(["member", "message", "message"], await SyncAsync(one, "bob", entries: 3));
    }

    /// <summary>Whoever sent is told of a failure or of success; what was acknowledged is everywhere in the end, though the silo
    /// that had taken it is dead and nobody writes to that conversation again.</summary>
    [Fact]
    public async Task What_a_killed_silo_acknowledged_reaches_everybody_through_the_others()
    {
        var connection = await TestDatabase.NewAsync();
        await using var doomed = await Start(connection);
        await using var other = await Start(connection);
        await doomed.CallAsync(HttpMethod.Post, "/v1/conversations", "ann", s_team);
        var acknowledged = new ConcurrentBag<string>();
        var enough = new TaskCompletionSource();

        var senders = Enumerable.Range(0, 8).Select(sender => Task.Run(async () =>
        {
            for (var i = 0; ; i++)
            {
                try
                {
                    await SendAsync(doomed, "ann", $"{sender}-{i}");
                }
                catch (HttpRequestException)
                {
                    return;
                }
                acknowledged.Add($"{sender}-{i}");
                if (acknowledged.Count > 100) enough.TrySetResult();
            }
        })).ToArray();
        await enough.Task;
        await doomed.KillAsync();
        await Task.WhenAll(senders);
        var killed = Stopwatch.GetTimestamp();
        var received = new HashSet<string?>(StringComparer.Ordinal);
        for (var cursor = ""; !acknowledged.All(received.Contains) && Stopwatch.GetElapsedTime(killed) < s_heals;)
        {
            if (await TryAsync(() => other.CallAsync(HttpMethod.Get, $"/v1/inbox?limit=500&wait=2000{cursor}", "bob")) is not { } page)
                continue;
            foreach (var entry in page.GetProperty("entries").EnumerateArray())
                if (entry.TryGetProperty("message", out var message)) received.Add(message.GetProperty("sendKey").GetString());
            cursor = $"&cursor={page.GetProperty("cursor").GetString()}";
        }
        output.WriteLine($"{acknowledged.Count} messages, all there {Stopwatch.GetElapsedTime(killed).TotalSeconds:0.0} s after the kill.");

        Assert.Empty(acknowledged.Except(received));
        JsonElement? sent;
        do sent = await TryAsync(() => SendAsync(other, "bob", "after"));
        while (sent is null && Stopwatch.GetElapsedTime(killed) < s_heals);
        output.WriteLine($"Sends accepted again {Stopwatch.GetElapsedTime(killed).TotalSeconds:0.0} s after the kill.");
        Assert.NotNull(sent);
    }

    private static async Task<JsonElement?> TryAsync(Func<Task<JsonElement>> call)
    {
        try
        {
            return await call();
        }
        catch (Xunit.Sdk.TrueException)
        {
            return null;   // 503: the cluster is healing
        }
    }

    private static Task<SiloProcess> Start(string connection) =>
        SiloProcess.StartAsync("--membership", "postgres", "--connection", connection);

    private static Task<JsonElement> SendAsync(SiloProcess silo, string user, string key) => silo.CallAsync(
        HttpMethod.Post, "/v1/conversations/team/messages", user, new { sendKey = key, body = "Hello" });

    private static async Task<IReadOnlyList<string?>> SyncAsync(SiloProcess silo, string user, int entries = 2)
    {
        var kinds = new List<string?>();
        for (var cursor = ""; kinds.Count < entries;)
        {
            var page = await silo.CallAsync(HttpMethod.Get, $"/v1/inbox?wait=20000{cursor}", user);
            var come = page.GetProperty("entries").EnumerateArray().ToList();
            Assert.NotEmpty(come);
            kinds.AddRange(come.Select(entry => entry.GetProperty("kind").GetString()));
            cursor = $"&cursor={page.GetProperty("cursor").GetString()}";
        }
        return kinds;
    }
}
