using System.CommandLine;
using MessageSync.Silo.Orleans.Cluster;

namespace MessageSync.Silo.Orleans;

/// <summary>The command line: that of the server of one machine, and the membership.</summary>
internal static class SiloCommand
{
    private static readonly Option<string?> Membership = new("--membership")
    {
        Description = "Who is in the cluster: redis://host:6379, or postgres for the database of --connection; then --storage "
            + "is postgres. Default: this silo alone.",
    };

    private static readonly Option<string?> Grains = new("--grains")
    {
        Description = "An assembly (.dll) with grains of your backend, which live in this silo too; the same in every silo of a "
            + "cluster. Default: none.",
    };

    /// <summary>Runs what the arguments say.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="ct">Stops it in order, as a signal does.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args, CancellationToken ct = default)
    {
        var root = CommandLine.Root("MessageSync as a silo of an Orleans cluster.");
        root.Add(Membership);
        root.Add(Grains);
        root.SetAction((parsed, ct) => Server.RunAsync(Arguments(parsed), ct));
        return CommandLine.RunAsync(root, args, ct);
    }

    private static SiloArguments Arguments(ParseResult parsed)
    {
        var arguments = CommandLine.Arguments(parsed);
        var membership = parsed.GetValue(Membership);
        return arguments with
        {
            Storage = arguments.Storage ?? (membership is null ? null : SiloStorage.Postgres),
            Settings =
            [
                .. arguments.Settings,
                .. Setting(nameof(SiloClusterOptions.Membership), membership),
                .. Setting(nameof(SiloClusterOptions.Grains), parsed.GetValue(Grains)),
            ],
        };
    }

    private static IEnumerable<string> Setting(string name, string? value) =>
        value is null ? [] : [$"--{SiloClusterOptions.Section}:{name}={value}"];
}
