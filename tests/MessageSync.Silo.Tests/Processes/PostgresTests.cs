using MessageSync.TestPostgres;

namespace MessageSync.Silo.Tests.Processes;

public sealed class PostgresTests
{
    [Fact]
    public async Task By_one_option_the_server_runs_on_postgresql_and_loses_nothing_when_it_is_killed()
    {
        var connection = await PostgresServer.SharedAsync();
        string[] store = ["--storage", "postgres", "--connection", connection, $"--MessageSync:Postgres:Schema=t{Guid.NewGuid():N}"];
        await using (var silo = await SiloProcess.StartAsync(store))
        {
            Assert.Contains(silo.Banner, line => line.Contains("at PostgreSQL", StringComparison.Ordinal));
            await silo.CallAsync(HttpMethod.Post, "/v1/conversations", new { kind = "group", id = "tea" });
            for (var i = 0; i < 5; i++)
                await silo.CallAsync(HttpMethod.Post, "/v1/conversations/tea/messages", new { sendKey = $"{i}", body = "a" });
            await silo.KillAsync();
        }

        await using var again = await SiloProcess.StartAsync(store);
        Assert.Equal(["0", "1", "2", "3", "4"], await again.KeysAsync("tea"));
        // Others may look while it serves.
        var (code, said, errors) = await SiloProcess.RunAsync(["check", .. store]);
        Assert.True(code == 0, said + errors);
        Assert.Contains("rules hold", said, StringComparison.Ordinal);
        var (marked, told, _) = await SiloProcess.RunAsync(["restore-mark", .. store]);
        Assert.Equal(0, marked);
        Assert.Contains("new epoch", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=u;Password=hidden", "cannot be reached")]
    [InlineData("Hst=127.0.0.1;Password=hidden", "cannot be read")]
    public async Task A_server_that_cannot_be_used_is_one_sentence_without_a_password(string connection, string said)
    {
        var (code, output, errors) = await SiloProcess.RunAsync(
            ["--storage", "postgres", "--connection", connection, "--urls", "http://127.0.0.1:0"]);

        Assert.NotEqual(0, code);
        Refusals.AssertOneSentence(errors, said);
        Assert.DoesNotContain("hidden", output + errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_without_the_choice_of_postgresql_is_refused()
    {
        var (code, _, errors) = await SiloProcess.RunAsync(["--connection", "Host=127.0.0.1", "--urls", "http://127.0.0.1:0"]);

        Assert.NotEqual(0, code);
        Refusals.AssertOneSentence(errors, "--storage postgres");
    }

    [Fact]
    public async Task Check_finds_every_rule_of_a_file_held_and_makes_none_where_there_is_no_file()
    {
        using var data = new DataFolder();
        await using (var silo = await SiloProcess.ServeAsync(data.Path))
        {
            await silo.CallAsync(HttpMethod.Post, "/v1/conversations", new { kind = "group", id = "tea" });
            silo.Terminate();
            await silo.ExitAsync();
        }

        var (code, said, errors) = await SiloProcess.RunAsync(["check", "--data", data.Path]);
        using var empty = new DataFolder();
        var (nothing, _, _) = await SiloProcess.RunAsync(["check", "--data", empty.Path]);

        Assert.True(code == 0, said + errors);
        Assert.NotEqual(0, nothing);
        Assert.Empty(Directory.GetFiles(empty.Path));
    }
}
