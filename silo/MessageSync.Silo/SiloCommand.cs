using System.CommandLine;
using MessageSync.Silo.Import;
using MessageSync.Silo.Serving;

namespace MessageSync.Silo;

/// <summary>The command line: without a command it serves. Whatever goes wrong at start is one sentence and an exit code
/// that is not 0.</summary>
internal static class SiloCommand
{
    private const int Failed = 1;
    private const int Misused = 2;

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "Folder of the data. Default: data, in the current folder.",
        Recursive = true,
    };

    private static readonly Option<string?> Storage = Choice();

    private static readonly Option<string?> Connection = new("--connection")
    {
        Description = "With --storage postgres: Host=…;Port=5432;Database=…;Username=…;Password=…. Better in the environment: "
            + "MessageSync__Postgres__ConnectionString.",
        Recursive = true,
    };

    private static readonly Option<string?> Urls = new("--urls")
    {
        Description = $"Addresses to listen on, separated by ';'. Port 0 is any free one. Default: {SiloAddress.Default}.",
    };

    private static readonly Option<string?> Environment = new("--environment")
    {
        Description = "Development or Production. Default: Development on loopback, else Production.",
    };

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
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Root().Parse(args);
        if (Misuse(parsed) is { } misuse) return Tell(misuse, Misused);

        try
        {
            // The host stops by signals itself, in order.
            return await parsed.InvokeAsync(new() { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
        }
        catch (Exception failure) when (StartFailure.Sentence(failure) is { } sentence)
        {
            return Tell(sentence, Failed);
        }
    }

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
        var health = new Command("health", "Asks a running server whether it can serve: exit code 0 when it can.") { Urls };
        var root = new RootCommand(
            "MessageSync, a message-sync server. Further settings: --MessageSync:Name=value, MessageSync__Name in the "
            + "environment, appsettings.json.")
        {
            Storage, Data, Connection, Urls, Environment, new Command("import", "Brings history in; the server must not be running.") { irc },
            mark, check, health,
        };
        root.SetAction((parsed, ct) => Server.RunAsync(Arguments(parsed), ct));
        irc.SetAction((parsed, ct) => ImportCommand.RunAsync(
            Arguments(parsed), parsed.GetValue(Logs)!, parsed.GetValue(Conversation)!, ct));
        mark.SetAction((parsed, ct) => RestoreMarkCommand.RunAsync(Arguments(parsed), ct));
        check.SetAction((parsed, ct) => CheckCommand.RunAsync(Arguments(parsed), ct));
        health.SetAction((parsed, ct) => HealthCommand.RunAsync(parsed.GetValue(Urls), ct));
        root.TreatUnmatchedTokensAsErrors = irc.TreatUnmatchedTokensAsErrors = mark.TreatUnmatchedTokensAsErrors =
            check.TreatUnmatchedTokensAsErrors = false;
        return root;
    }

    private static SiloArguments Arguments(ParseResult parsed) => new(
        parsed.GetValue(Storage), parsed.GetValue(Data), parsed.GetValue(Connection), parsed.GetValue(Urls),
        parsed.GetValue(Environment), parsed.UnmatchedTokens);

    private static Option<string?> Choice()
    {
        var storage = new Option<string?>("--storage")
        {
            Description = "sqlite: one file on this machine, the default. postgres: a PostgreSQL database.",
            Recursive = true,
        };
        storage.AcceptOnlyFromAmong(SiloStorage.Sqlite, SiloStorage.Postgres);
        return storage;
    }

    private static string? Misuse(ParseResult parsed)
    {
        if (parsed.Errors.Count > 0) return parsed.Errors[0].Message;

        return SiloArguments.FirstUnknown(parsed.UnmatchedTokens) is { } unknown
            ? $"There is no option or command '{unknown}'; --help lists them."
            : null;
    }

    private static int Tell(string sentence, int exitCode)
    {
        Console.Error.WriteLine(sentence);
        return exitCode;
    }
}
