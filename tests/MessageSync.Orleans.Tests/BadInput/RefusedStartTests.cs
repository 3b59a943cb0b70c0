using MessageSync.Orleans.Tests.Support;
using Npgsql;

namespace MessageSync.Orleans.Tests.BadInput;

/// <summary>A silo that cannot be of the cluster says so in one sentence and ends; those that are there go on.</summary>
public sealed class RefusedStartTests
{
    private const string Secret = "s3cret-and-not-to-be-told";

    [Fact]
    public async Task A_silo_older_than_the_schema_is_refused_and_the_others_go_on()
    {
        var connection = await TestDatabase.NewAsync();
        await using var silo = await SiloProcess.StartAsync("--membership", "postgres", "--connection", connection);
        await RunAsync(connection, "UPDATE messagesync.store SET version = 99");

        var (exitCode, errors) = await SiloProcess.RunAsync("--membership", "postgres", "--connection", connection);
        await silo.CallAsync(HttpMethod.Post, "/v1/conversations", "ann", new { kind = "group", id = "tea" });

        AssertRefused("Schema messagesync has version 99, this program knows 2", exitCode, errors);
    }

    [Fact]
    public async Task A_silo_whose_PostgreSQL_does_not_answer_is_refused()
    {
        var (exitCode, errors) = await SiloProcess.RunAsync(
            "--membership", "postgres", "--connection", $"Host=127.0.0.1;Port=1;Database=chat;Username=chat;Password={Secret}");

        AssertRefused("PostgreSQL at 127.0.0.1:1 cannot be reached", exitCode, errors);
    }

    [Fact]
    public async Task A_silo_whose_Redis_does_not_answer_is_refused()
    {
        var (exitCode, errors) = await SiloProcess.RunAsync(
            "--membership", $"redis://chat:{Secret}@127.0.0.1:1", "--connection", await TestDatabase.NewAsync());

        AssertRefused("The membership in Redis cannot be reached", exitCode, errors);
    }

    [Fact]
    public async Task A_membership_that_there_is_not_is_refused()
    {
        var (exitCode, errors) = await SiloProcess.RunAsync("--membership", "zookeeper", "--connection", "Host=127.0.0.1");

        AssertRefused("There is no such membership", exitCode, errors);
    }

    [Theory]
    [InlineData("no-such-file.dll", "There is no file ")]
    [InlineData("appsettings.json", "it is no assembly for this silo")]
    [InlineData("Npgsql.dll", "There are no grains in ")]
    public async Task Grains_that_there_are_not_are_refused(string file, string sentence)
    {
        var (exitCode, errors) = await SiloProcess.RunAsync("--grains", Path.Combine(AppContext.BaseDirectory, file));

        AssertRefused(sentence, exitCode, errors);
    }

    internal static async Task RunAsync(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static void AssertRefused(string sentence, int exitCode, string errors)
    {
        Assert.Equal(1, exitCode);
        var line = Assert.Single(SiloProcess.Lines(errors));
        Assert.Contains(sentence, line, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", line, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, line, StringComparison.Ordinal);
    }
}
