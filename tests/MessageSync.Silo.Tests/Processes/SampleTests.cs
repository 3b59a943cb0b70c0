using System.Diagnostics;

namespace MessageSync.Silo.Tests.Processes;

public sealed class SampleTests
{
    [Fact]
    public async Task The_sample_that_the_README_quotes_runs_and_the_README_quotes_it_truly()
    {
        using var data = new DataFolder();

        using var process = Process.Start(new ProcessStartInfo("dotnet", [Samples.Program("Embedding")])
        {
            WorkingDirectory = data.Path,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal("1 ann: Hello, Bob", said.Trim());
        var code = await File.ReadAllLinesAsync(Path.Combine(Samples.Sources("Embedding"), "Program.cs"));
        var readme = await File.ReadAllTextAsync(Path.Combine(Samples.Repository, "README.md"));
        Assert.All(
            code.SkipWhile(line => !line.StartsWith("var builder", StringComparison.Ordinal))
                .TakeWhile(line => !line.StartsWith("var page", StringComparison.Ordinal)),
            line => Assert.Contains(line, readme, StringComparison.Ordinal));
    }
}
