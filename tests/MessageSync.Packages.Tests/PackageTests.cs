using System.IO.Compression;
using System.Xml.Linq;

namespace MessageSync.Packages.Tests;

public sealed class PackageTests(Feed feed) : IClassFixture<Feed>
{
    public static TheoryData<string> Libraries => [.. Feed.Libraries];

    [Theory]
    [MemberData(nameof(Libraries))]
    public async Task Every_library_is_a_package_with_readme_icon_license_docs_and_symbols(string library)
    {
        using var package = ZipFile.OpenRead(Path.Combine(feed.Folder, $"{library}.{feed.Version}.nupkg"));
        using var symbols = ZipFile.OpenRead(Path.Combine(feed.Folder, $"{library}.{feed.Version}.snupkg"));
        var files = package.Entries.Select(entry => entry.FullName).ToList();
        using var nuspec = new StreamReader(package.GetEntry($"{library}.nuspec")!.Open());
        var told = XDocument.Parse(await nuspec.ReadToEndAsync()).Root!.Elements().Single();
        string? Told(string name) => told.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;

        Assert.Contains("README.md", files);
        Assert.Contains("icon.png", files);
        Assert.Contains($"lib/net10.0/{library}.dll", files);
        Assert.Contains($"lib/net10.0/{library}.xml", files);
        Assert.Contains(symbols.Entries, entry => entry.FullName == $"lib/net10.0/{library}.pdb");
        Assert.Equal(("README.md", "icon.png", "MIT"), (Told("readme"), Told("icon"), Told("license")));
        Assert.NotEqual("Package Description", Told("description"));
        Assert.NotNull(told.Elements().SingleOrDefault(element => element.Name.LocalName == "repository"));
    }

    [Fact]
    public void The_readme_of_the_packages_names_them_all()
    {
        var readme = File.ReadAllText(Path.Combine(Feed.Repository, "docs", "package", "README.md"));

        Assert.All(Feed.Libraries, library => Assert.Contains($"`{library}`", readme, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/package/README.md")]
    public async Task The_lines_of_the_readme_run_in_a_project_that_has_only_the_packages(string readme)
    {
        var folder = Directory.CreateDirectory(Path.Combine(feed.Root, readme.Replace('/', '-'))).FullName;
        var lines = await LinesAsync(Path.Combine(Feed.Repository, readme));
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), $$"""
            using MessageSync;
            using MessageSync.Client;
            using MessageSync.Client.Sqlite;
            using MessageSync.Timelines;
            using Microsoft.AspNetCore.Builder;
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Hosting;

            {{lines}}

            var page = await sync.RoamAsync(bob, team, new RoamingAnchor.Newest());
            Console.WriteLine($"{page.Value!.Messages.Count} message of {page.Value.Messages[0].Sender}");
            await host.StopAsync();

            using var store = new SqliteDeviceStore("ann.db");
            var device = new Device("ann", store);
            Console.WriteLine(device.Next(TimeProvider.System.GetUtcNow())!.GetType().Name);

            var web = WebApplication.CreateSlimBuilder(args);
            web.Services.AddMessageSync().AddInMemoryStore();
            web.Services.AddMessageSyncHttp();
            Console.WriteLine(web.Build().MapMessageSync().GetType().Name);
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "Consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <RestoreAdditionalProjectSources>{feed.Folder}</RestoreAdditionalProjectSources>
                <RestoreFallbackFolders>{GlobalPackages}</RestoreFallbackFolders>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="MessageSync.Storage.Sqlite" Version="{feed.Version}" />
                <PackageReference Include="MessageSync.Http" Version="{feed.Version}" />
                <PackageReference Include="MessageSync.Client.Sqlite" Version="{feed.Version}" />
              </ItemGroup>
            </Project>
            """);

        var said = await feed.DotnetAsync(folder, "run", "--project", folder);

        Assert.Equal(["1 message of ann", "Sync", "WebApplication"], said.Trim().Split('\n').Select(line => line.Trim()));
    }

    private static string GlobalPackages =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>The first C# in a text that adds MessageSync.</summary>
    private static async Task<string> LinesAsync(string path) =>
        (await File.ReadAllTextAsync(path)).Split("```").First(part =>
            part.StartsWith("csharp\n", StringComparison.Ordinal) && part.Contains("AddMessageSync()", StringComparison.Ordinal))
        ["csharp\n".Length..];
}
