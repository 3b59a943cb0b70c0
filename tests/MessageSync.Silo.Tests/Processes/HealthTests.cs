namespace MessageSync.Silo.Tests.Processes;

public sealed class HealthTests
{
    [Fact]
    public async Task A_server_is_asked_whether_it_is_ready()
    {
        using var data = new DataFolder();
        await using var silo = await SiloProcess.ServeAsync(data.Path);
        var url = silo.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);

        Assert.Equal((0, "ready"), await AskAsync(url));
        Assert.Equal((0, "ready"), await AskAsync($"http://0.0.0.0:{silo.Http.BaseAddress.Port};http://127.0.0.1:1"));

        await silo.KillAsync();
        var (code, said) = await AskAsync(url);
        Assert.Equal(1, code);
        Assert.Contains("no answer", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_address_is_said()
    {
        var (code, _, errors) = await SiloProcess.RunAsync(["health", "--urls", "nowhere"]);

        Assert.NotEqual(0, code);
        Refusals.AssertOneSentence(errors, "nowhere");
    }

    private static async Task<(int Code, string Said)> AskAsync(string urls)
    {
        var (code, said, _) = await SiloProcess.RunAsync(["health", "--urls", urls]);
        return (code, said.Trim());
    }
}
