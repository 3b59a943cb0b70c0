using MessageSync.Client.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace MessageSync.Client.Http.Tests;

/// <summary>The lines of docs/client.md, run.</summary>
public sealed class DocumentationTests
{
    private readonly List<string?> _shown = [];
    private Action _stop = () => { };

    [Fact]
    public async Task The_lines_of_the_documentation_work()
    {
        await using var server = await Server.StartAsync();
        using (var ann = server.Api("ann")) await ann.CreateGroupAsync("team");
        var folder = Directory.CreateTempSubdirectory("messagesync-store-").FullName;
        using var stop = new CancellationTokenSource();
        _stop = stop.Cancel;
        var (address, path) = (server.Address, Path.Combine(folder, "ann.db"));
        ValueTask<string> token(CancellationToken _) => server.TokenAsync("ann");

        async Task TalkAsync()
        {
            using var http = new HttpClient { BaseAddress = address };
            using var api = new MessageSyncApi(http, token);
            using var store = new SqliteDeviceStore(path);
            using var session = new DeviceSession("ann", store, api);

            var run = session.RunAsync(stop.Token);
            await session.SendAsync("team", "Hello");
            try
            {
                await foreach (var change in session.ChangesAsync(stop.Token))
                    if (change is DeviceChange.Everything or DeviceChange.OfMessages)
                        Show(await session.MessagesAsync("team"));
            }
            catch (OperationCanceledException)
            {
                await run;
            }
        }

        await TalkAsync().WaitAsync(Phone.Patience);
        Assert.Equal("Hello", _shown[^1]);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_registration_of_the_documentation_works()
    {
        var folder = Directory.CreateTempSubdirectory("messagesync-store-").FullName;
        var services = new ServiceCollection();
        var (address, path) = (new Uri("https://chat.example"), Path.Combine(folder, "ann.db"));
        ValueTask<string> token(CancellationToken _) => ValueTask.FromResult("token");

        services.AddMessageSyncClient(options =>
        {
            options.BaseAddress = address;
            options.Token = token;
            options.User = "ann";
            options.Store = _ => new SqliteDeviceStore(path);
        });

        await using (var provider = services.BuildServiceProvider())
            await provider.GetRequiredService<DeviceSession>().SendAsync("team", "Hello");
        using (var store = new SqliteDeviceStore(path)) Assert.Single(store.Load().Outbox);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_documentation_quotes_these_lines()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "global.json"))) root = root.Parent;
        var own = (await File.ReadAllLinesAsync(Path.Combine(
            root.FullName, "tests", "MessageSync.Client.Http.Tests", nameof(DocumentationTests) + ".cs")))
            .Select(line => line.Trim()).ToHashSet(StringComparer.Ordinal);
        var quoted = (await File.ReadAllTextAsync(Path.Combine(root.FullName, "docs", "client.md")))
            .Split("```").Where(block => block.StartsWith("csharp", StringComparison.Ordinal)).Take(2)
            .SelectMany(block => block.Split('\n').Skip(1)).Select(line => line.Trim()).ToList();

        Assert.InRange(quoted.Count, 15, 30);
        Assert.All(quoted, line => Assert.Contains(line, own));
    }

    private void Show(MessagesView view)
    {
        _shown.AddRange(view.Messages.Select(message => message.Body));
        if (_shown.Count > 0) _stop();
    }
}
