using System.Net;
using System.Net.Sockets;
using MessageSync.Orleans.Tests.Support;

namespace MessageSync.Orleans.Tests.Backend;

/// <summary>A backend in front of real silos, which run its grain too.</summary>
public sealed class BackendTests
{
    private static readonly string[] s_bob = ["bob"];

    [Fact]
    public async Task What_a_backend_keeps_and_sends_is_there_after_a_restart_of_everything()
    {
        string[] cluster = ["--membership", "postgres", "--connection", await TestDatabase.NewAsync()];
        // The same port again, so that the new silo knows the old one for dead.
        string[] silos = [.. cluster, "--grains", BackendProcess.Assembly, $"--MessageSync:Cluster:SiloPort={FreePort()}"];
        await using (var silo = await SiloProcess.StartAsync(silos))
        await using (var backend = await BackendProcess.StartAsync(cluster))
        {
            await backend.CallAsync(HttpMethod.Put, "/me", "ann", new { name = "Ann of Lee", about = "Tea" });
            await backend.CallAsync(HttpMethod.Put, "/rooms/tea", "ann", s_bob);
            await backend.CallAsync(HttpMethod.Post, "/rooms/tea/messages", "ann", new { key = "k1", text = "At four?" });
            await silo.KillAsync();
        }
        await using var newSilo = await SiloProcess.StartAsync(silos);
        await using var newBackend = await BackendProcess.StartAsync(cluster);

        var profile = await newBackend.CallAsync(HttpMethod.Get, "/people/ann", "bob");
        var again = await newBackend.CallAsync(HttpMethod.Post, "/rooms/tea/messages", "ann", new { key = "k1", text = "At four?" });
        var history = await newBackend.CallAsync(HttpMethod.Get, "/rooms/tea/messages", "bob");
        var news = await newBackend.CallAsync(HttpMethod.Get, "/news", "bob");

        Assert.Equal(("Ann of Lee", "Tea"), (profile.GetProperty("name").GetString(), profile.GetProperty("about").GetString()));
        Assert.True(again.GetProperty("duplicate").GetBoolean());
        var line = Assert.Single(history.EnumerateArray());
        Assert.Equal(("Ann of Lee", "At four?"), (line.GetProperty("from").GetString(), line.GetProperty("text").GetString()));
        Assert.Equal(
            ["Member", "Message"],
            news.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task A_backend_calls_the_silo_on_this_machine()
    {
        var gateway = FreePort();
        await using var silo = await SiloProcess.StartAsync(
            "--storage", "postgres", "--connection", await TestDatabase.NewAsync(), "--grains", BackendProcess.Assembly,
            $"--MessageSync:Cluster:GatewayPort={gateway}");
        await using var backend = await BackendProcess.StartAsync("--Gateway", $"127.0.0.1:{gateway}");

        await backend.CallAsync(HttpMethod.Put, "/rooms/tea", "ann", Array.Empty<string>());
        var sent = await backend.CallAsync(HttpMethod.Post, "/rooms/tea/messages", "ann", new { key = "k1", text = "Hello" });
        var nobody = await backend.CallAsync(HttpMethod.Get, "/people/bob", "ann");

        Assert.Equal(1, sent.GetProperty("seq").GetInt64());
        Assert.Equal("bob", nobody.GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_backend_of_another_cluster_is_told_so_and_nothing_is_stored()
    {
        var gateway = FreePort();
        await using var silo = await SiloProcess.StartAsync(
            "--storage", "postgres", "--connection", await TestDatabase.NewAsync(), $"--MessageSync:Cluster:GatewayPort={gateway}");

        var (exitCode, said, errors) = await BackendProcess.RunAsync("--Gateway", $"127.0.0.1:{gateway}", "--ClusterId", "another");
        await silo.CallAsync(HttpMethod.Post, "/v1/conversations", "ann", new { kind = "group", id = "tea" });
        var (_, log) = await silo.StopAsync();

        Assert.Equal(1, exitCode);
        Assert.StartsWith("No silo of cluster 'another' lets this client in: ", Assert.Single(SiloProcess.Lines(errors)), StringComparison.Ordinal);
        Assert.Contains("Waiting for a silo of cluster 'another'", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", said, StringComparison.Ordinal);
        Assert.Empty(SiloProcess.Lines(log));
    }

    [Fact]
    public async Task A_backend_finds_the_silos_by_their_membership_in_Redis()
    {
        await using var redis = await RedisServer.StartAsync();
        string[] cluster = ["--membership", redis.Membership];
        await using var silo = await SiloProcess.StartAsync(
            [.. cluster, "--connection", await TestDatabase.NewAsync(), "--grains", BackendProcess.Assembly]);
        await using var backend = await BackendProcess.StartAsync(cluster);

        await backend.CallAsync(HttpMethod.Put, "/me", "ann", new { name = "Ann of Lee", about = "Tea" });
        await backend.CallAsync(HttpMethod.Put, "/rooms/tea", "ann", s_bob);
        await backend.CallAsync(HttpMethod.Post, "/rooms/tea/messages", "ann", new { key = "k1", text = "At four?" });
        var history = await backend.CallAsync(HttpMethod.Get, "/rooms/tea/messages", "bob");

        var line = Assert.Single(history.EnumerateArray());
        Assert.Equal("Ann of Lee", line.GetProperty("from").GetString());
        Assert.Equal("At four?", line.GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_backend_whose_membership_does_not_answer_is_told_so()
    {
        var (exitCode, said, errors) = await BackendProcess.RunAsync("--membership", "redis://127.0.0.1:1");

        Assert.Equal(1, exitCode);
        Assert.StartsWith(
            "No silo of cluster 'messagesync' lets this client in: ", Assert.Single(SiloProcess.Lines(errors)),
            StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_backend_refuses_it_refuses_by_its_kind_and_nothing_is_sent()
    {
        var gateway = FreePort();
        await using var silo = await SiloProcess.StartAsync(
            "--storage", "postgres", "--connection", await TestDatabase.NewAsync(),
            $"--MessageSync:Cluster:GatewayPort={gateway}");
        await using var backend = await BackendProcess.StartAsync("--Gateway", $"127.0.0.1:{gateway}");
        await backend.CallAsync(HttpMethod.Put, "/rooms/tea", "ann", s_bob);

        const string messages = "/rooms/tea/messages";
        var stranger = await backend.StatusAsync(messages, "eve", new { key = "k1", text = "At four?" });
        var nobody = await backend.StatusAsync(messages, "", new { key = "k1", text = "At four?" });
        var nothing = await backend.StatusAsync(messages, "ann", "At four?");
        var sent = await backend.CallAsync(HttpMethod.Post, messages, "ann", new { key = "k1", text = "At four?" });
        await silo.KillAsync();
        var away = await backend.StatusAsync(messages, "ann", new { key = "k2", text = "At five?" });

        Assert.Equal([403, 400, 400, 503], [stranger, nobody, nothing, away]);
        Assert.Equal(1, sent.GetProperty("seq").GetInt64());
    }

    private static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }
}
