using System.CommandLine;
using MessageSync.Silo.Import;
using MessageSync.Silo.Serving;

namespace MessageSync.Silo;

/// <summary>The command line: without a command it serves.</summary>
internal static class SiloCommand
{
    private static readonly Option<string> Conversation = new("--conversation")
    {
        Description = "Id of the conversation to import into.",
        DefaultValueFactory = _ => "ubuntu",
    };

    private static readonly Argument<string[]> Logs = new("logs")
    {
        Description = "Log files whose names begin with a date, or folders of them.",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>Runs what the arguments say.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args) => CommandLine.RunAsync(Root(), args);

    private static RootCommand Root()
    {
        var irc = new Command("irc", "Replays chat logs, one file a day. A second run adds nothing.")
        {
            Logs, Conversation,
        };
        var mark = new Command(
            "restore-mark", "After a backup was put back: all devices begin anew. The server must not be running.");
        var check = new Command(
            "check", "Looks through everything that is stored for what must never be: exit code 0 when all is well. On "
            + "SQLite the server must not be running.");
        var health = new Command("health", "Asks a running server whether it can serve: exit code 0 when it can.")
        {
            CommandLine.Urls,
        };
        irc.SetAction((parsed, ct) => ImportCommand.RunAsync(
            CommandLine.Arguments(parsed), parsed.GetValue(Logs)!, parsed.GetValue(Conversation)!, ct));
        mark.SetAction((parsed, ct) => RestoreMarkCommand.RunAsync(CommandLine.Arguments(parsed), ct));
        check.SetAction((parsed, ct) => CheckCommand.RunAsync(CommandLine.Arguments(parsed), ct));
        health.SetAction((parsed, ct) => HealthCommand.RunAsync(parsed.GetValue(CommandLine.Urls), ct));
        irc.TreatUnmatchedTokensAsErrors = mark.TreatUnmatchedTokensAsErrors = check.TreatUnmatchedTokensAsErrors = false;

        var root = CommandLine.Root("MessageSync, a message-sync server.");
        root.Add(new Command("import", "Brings history in; the server must not be running.") { irc });
        root.Add(mark);
        root.Add(check);
        root.Add(health);
        root.SetAction((parsed, ct) => Server.RunAsync(CommandLine.Arguments(parsed), ct));
        return root;
    }
}
