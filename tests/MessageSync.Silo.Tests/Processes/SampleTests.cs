using System.Diagnostics;

namespace MessageSync.Silo.Tests.Processes;

public sealed class SampleTests
{
    [Fact]
    public async Task The_sample_that_the_README_quotes_runs_and_the_README_quotes_it_truly()
    {
        using var data = new DataFolder();
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var root = own;
        while (!File.Exists(Path.Combine(root!.FullName, "MessageSync.sln"))) root = root.Parent;
        var sample = Path.Combine(root.FullName, "samples", "Embedding");
        var program = Path.Combine(sample, "bin", own.Parent!.Name, own.Name, "Embedding.dll");

        using var process = Process.Start(new ProcessStartInfo("dotnet", [program])
        {
            WorkingDirectory = data.Path,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal("1 ann: Hello, Bob", said.Trim());
        var code = await File.ReadAllLinesAsync(Path.Combine(sample, "Program.cs"));
        var readme = await File.ReadAllTextAsync(Path.Combine(root.FullName, "README.md"));
        Assert.All(
            code.SkipWhile(line => !line.StartsWith("var builder", StringComparison.Ordinal))
                .TakeWhile(line => !line.StartsWith("var page", StringComparison.Ordinal)),
            line => Assert.Contains(line, readme, StringComparison.Ordinal));
    }
}
