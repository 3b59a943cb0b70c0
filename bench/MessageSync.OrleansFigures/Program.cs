using System.CommandLine;
using MessageSync.Figures;
using MessageSync.OrleansFigures.Rows;

namespace MessageSync.OrleansFigures;

/// <summary>The command.</summary>
internal static class Program
{
    private const int InFlight = 1024;

    public static Task<int> Main(string[] args)
    {
        var postgres = new Option<string>("--postgres") { Description = "The server, by a connection string.", Required = true };
        var only = new Option<string[]>("--only") { Description = "Just these rows, or those whose names begin so.", AllowMultipleArgumentsPerToken = true };
        var rounds = new Option<int>("--rounds") { Description = "How often A and B take turns.", DefaultValueFactory = _ => 5 };
        var quick = new Option<bool>("--quick") { Description = "Everything smaller and once: to see that it works." };
        var command = new RootCommand("Measures a cluster against the local host.") { postgres, only, rounds, quick };
        command.SetAction(async (parsed, _) =>
        {
            using var bench = new Bench(
                parsed.GetValue(quick), parsed.GetValue(rounds), Directory.CreateTempSubdirectory("messagesync-figures-").FullName);
            await using var data = new PostgresData(parsed.GetValue(postgres)!);
            var results = new List<FigureResult>();
            foreach (var figure in Figures(data))
            {
                if (parsed.GetValue(only) is { Length: > 0 } names && !names.Any(figure.Name.StartsWith)) continue;
                results.AddRange(await figure.MeasureAsync(bench));
            }
            Console.WriteLine(new Report(bench, results).Text);
            return 0;
        });
        return command.Parse(args).InvokeAsync();
    }

    private static IFigure[] Figures(PostgresData data)
    {
        var oneToOne = new People("one-to-one", 1, sync => World.OneToOneAsync(sync, users: 10_000, conversations: 20_000));
        var hot = new People("one hot conversation", 1, sync => World.GroupsAsync(sync, groups: 1, size: 2));
        var groups = new People("groups of 50", 50, sync => World.GroupsAsync(sync, groups: 400, size: 50));
        return
        [
            new OneSiloFigure("one-silo-one-to-one", oneToOne, messages: 100_000, InFlight, Bound.AtLeastShare(0.45), data),
            new OneSiloFigure("one-silo-hot", hot, messages: 200_000, InFlight, Bound.AtLeastShare(0.45), data),
            new OneSiloFigure("one-silo-groups", groups, messages: 20_000, InFlight, Bound.AtLeastShare(0.5), data),
            new PlacementFigure("placement-one-to-one", oneToOne, messages: 60_000, InFlight, data),
            new PlacementFigure("placement-groups", groups, messages: 8_000, InFlight, data),
            new ProcessesFigure("two-processes-one-to-one", silos: 2, oneToOne, messages: 150_000, InFlight, data),
            new ProcessesFigure("two-processes-groups", silos: 2, groups, messages: 30_000, InFlight, data),
            new ProcessesFigure("four-processes-one-to-one", silos: 4, oneToOne, messages: 150_000, InFlight, data),
            new ProcessesFigure("four-processes-groups", silos: 4, groups, messages: 30_000, InFlight, data),
        ];
    }
}
