using System.CommandLine;
using MessageSync.Silo.Serving;

namespace MessageSync.Silo;

/// <summary>What the command lines of all servers share: the options, and that whatever goes wrong at start is one sentence
/// and an exit code that is not 0.</summary>
internal static class CommandLine
{
    private const string FurtherSettings =
        "Further settings: --MessageSync:Name=value, MessageSync__Name in the environment, appsettings.json.";

    private const int Failed = 1;
    private const int Misused = 2;

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "With --storage sqlite: folder of the data. Default: data, in the current folder.",
        Recursive = true,
    };

    private static readonly Option<string?> Storage = Choice();

    private static readonly Option<string?> Connection = new("--connection")
    {
        Description = "With --storage postgres: Host=…;Port=5432;Database=…;Username=…;Password=…. Better in the environment: "
            + "MessageSync__Postgres__ConnectionString.",
        Recursive = true,
    };

    private static readonly Option<string?> Environment = new("--environment")
    {
        Description = "Development or Production. Default: Development on loopback, else Production.",
    };

    private static readonly Option<string?> Otlp = new("--otlp")
    {
        Description = "Address of an OpenTelemetry collector (OTLP over HTTP), http://…:4318, for metrics and traces. Default: "
            + "nowhere.",
    };

    /// <summary>Where it listens; commands that ask a running server have it too.</summary>
    public static Option<string?> Urls { get; } = new("--urls")
    {
        Description = $"Addresses to listen on, separated by ';'. Port 0 is any free one. Default: {ServerAddress.Default}.",
    };

    /// <summary>A server with the options that all have; settings may follow.</summary>
    public static RootCommand Root(string description) => new($"{description} {FurtherSettings}")
    {
        Options = { Storage, Data, Connection, Urls, Environment, Otlp },
        TreatUnmatchedTokensAsErrors = false,
    };

    /// <summary>What the options and settings say.</summary>
    public static SiloArguments Arguments(ParseResult parsed) => new(
        parsed.GetValue(Storage), parsed.GetValue(Data), parsed.GetValue(Connection), parsed.GetValue(Urls),
        parsed.GetValue(Environment), parsed.UnmatchedTokens)
    {
        Otlp = parsed.GetValue(Otlp),
    };

    /// <summary>Runs what the arguments say.</summary>
    /// <param name="root">The options and commands.</param>
    /// <param name="args">The arguments.</param>
    /// <param name="ct">Stops it in order, as a signal does.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(RootCommand root, string[] args, CancellationToken ct = default)
    {
        var parsed = root.Parse(args);
        if (Misuse(parsed) is { } misuse) return Tell(misuse, Misused);

        try
        {
            // The host stops by signals itself, in order.
            return await parsed.InvokeAsync(
                new() { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false }, ct);
        }
        catch (Exception failure) when (StartFailure.Sentence(failure) is { } sentence)
        {
            return Tell(sentence, Failed);
        }
    }

    private static Option<string?> Choice()
    {
        var storage = new Option<string?>("--storage")
        {
            Description = "sqlite: one file on this machine, the default. postgres: a PostgreSQL database, which silos of a "
                + "cluster share.",
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
