using MessageSync.ChatLogs;
using MessageSync.Grains;
using MessageSync.Storage;
using Spectre.Console;

namespace MessageSync.Silo.Import;

/// <summary>The command <c>import irc</c>: the grains in this process, without a server around them.</summary>
internal static class ImportCommand
{
    /// <summary>Imports and tells how it went.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        SiloArguments arguments, IReadOnlyList<string> logs, string conversation, CancellationToken ct)
    {
        var files = IrcLogFile.Find(logs);
        if (!IdText.IsId(conversation) || conversation.StartsWith("direct:", StringComparison.Ordinal))
            throw new ImportException($"--conversation: '{conversation}' is no id of a group.");

        using var host = StoreHost.Build(arguments);
        await host.StartAsync(ct);
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        try
        {
            var view = new ImportView(AnsiConsole.Console, host.Services.GetRequiredService<TimeProvider>());
            await view.ShowAsync(files.Count, progress => Import(host.Services, new(conversation), progress).RunAsync(files, stopping));
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
        return 0;
    }

    private static IrcImport Import(IServiceProvider services, ConversationId conversation, Action<ImportSummary> progress) =>
        new(
            new TimelineTarget(
                conversation, services.GetRequiredService<IGrains>(), services.GetRequiredService<TimeProvider>()),
            new StoreMarks(conversation, services.GetRequiredService<IStoreSettings>()),
            progress);
}
