using System.Text.Json;
using MessageSync.Orleans.Tests.Support;

namespace MessageSync.Orleans.Tests.BadInput;

/// <summary>The membership fails while the silo runs and its store answers.</summary>
public sealed class MembershipTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_silo_whose_membership_fails_goes_on_and_says_so_until_it_answers()
    {
        var connection = await TestDatabase.NewAsync();
        await using var silo = await SiloProcess.StartAsync("--membership", "postgres", "--connection", connection);

        await RefusedStartTests.RunAsync(connection, "ALTER TABLE messagesync_cluster.silo RENAME TO away");
        var warned = await ReadyAsync(silo, body => body.TryGetProperty("warnings", out _));
        await silo.CallAsync(HttpMethod.Post, "/v1/conversations", "ann", new { kind = "group", id = "tea" });
        await RefusedStartTests.RunAsync(connection, "ALTER TABLE messagesync_cluster.away RENAME TO silo");
        await ReadyAsync(silo, body => !body.TryGetProperty("warnings", out _));
        var (exitCode, log) = await silo.StopAsync();

        const string sentence = "The membership in PostgreSQL cannot be reached: ";
        Assert.StartsWith(sentence, warned.GetProperty("warnings")[0].GetString(), StringComparison.Ordinal);
        var lines = SiloProcess.Lines(log);
        Assert.True(lines.Length == 2, $"It should have said two lines. It said:\n{log}");
        Assert.All(lines, line => Assert.Contains(sentence, line, StringComparison.Ordinal));
        Assert.Equal(0, exitCode);
    }

    /// <summary>Asks until the answer is that.</summary>
    private static async Task<JsonElement> ReadyAsync(SiloProcess silo, Func<JsonElement, bool> isThat)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (true)
        {
            var body = JsonSerializer.Deserialize<JsonElement>(
                await silo.Http.GetStringAsync(new Uri("/healthz/ready", UriKind.Relative), patience.Token));
            if (isThat(body)) return body;
        }
    }
}
