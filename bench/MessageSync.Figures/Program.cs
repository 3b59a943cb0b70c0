using System.CommandLine;
using MessageSync.Figures;
using MessageSync.Figures.Rows;

IFigure[] streams =
[
    new StreamDeliveryFigure(), new StreamGroupFigure(), new StreamMemoryFigure(), new ReconnectFigure(), new RoundsFigure(),
];
IFigure[] quickly =
[
    new SendFigure(
        "one-to-one", "one-to-one sends, 20 000 conversations", 0.6, messages: 100_000, rows: 1,
        sync => World.OneToOneAsync(sync, users: 10_000, conversations: 20_000)),
    new SendFigure(
        "hot", "one hot conversation", 0.5, messages: 200_000, rows: 1, sync => World.GroupsAsync(sync, groups: 1, size: 2)),
    new SendFigure(
        "groups", "groups of 50", 0.5, messages: 20_000, rows: 50, sync => World.GroupsAsync(sync, groups: 400, size: 50)),
    new SyncFigure(),
    new ListFigure(),
    new IdleFigure(),
    new LargeGroupFigure(),
    new OverloadFigure(),
    new MemoryFigure(),
    new HttpFigure(),
];
IFigure[] all = [.. quickly, .. streams];
IFigure[] OnPostgres(PostgresData data)
{
    var preloaded = new Preloaded(data);
    return
    [
        new SendFigure(
            "one-to-one", "one-to-one sends, 1024 in flight over 20 000 conversations", 0.65, messages: 400_000, rows: 1,
            sync => World.OneToOneAsync(sync, users: 10_000, conversations: 20_000), data, inFlight: 1024),
        new SendFigure(
            "hot", "one hot conversation", 0.5, messages: 300_000, rows: 1,
            sync => World.GroupsAsync(sync, groups: 1, size: 2), data, inFlight: 1024),
        new SendFigure(
            "groups-50", "groups of 50", 0.6, messages: 40_000, rows: 50,
            sync => World.GroupsAsync(sync, groups: 400, size: 50), data, inFlight: 1024),
        new SendFigure(
            "groups-100", "groups of 100", 0.6, messages: 20_000, rows: 100,
            sync => World.GroupsAsync(sync, groups: 200, size: 100), data, inFlight: 1024),
        new LatencyFigure(data),
        new SizeFigure(data),
        new LongHistorySyncFigure(data, preloaded),
        new PreloadedFigure(data, preloaded),
        new HttpFigure(data, isHeld: true),
        new StreamDeliveryFigure("http-streams", data, isHeld: true),
        new StreamGroupFigure("http-group", data),
    ];
}

static bool IsCalled(IFigure figure, string name) =>
    figure.Name == name || figure.Name.StartsWith(name + "-", StringComparison.Ordinal);

var quick = new Option<bool>("--quick") { Description = "Everything but streams smaller and once, within a minute: to see that it works." };
var only = new Option<string[]>("--only") { Description = "Just these rows, or those whose names begin so.", AllowMultipleArgumentsPerToken = true };
var postgres = new Option<string?>("--postgres") { Description = "The rows of PostgreSQL, on the server of this connection string." };
var rounds = new Option<int>("--rounds") { Description = "How often A and B take turns.", DefaultValueFactory = _ => 5 };
var save = new Option<FileInfo?>("--save") { Description = "Writes the table, with its conditions, into this Markdown file." };
var command = new RootCommand("Measures MessageSync against the bare driver.") { quick, only, postgres, rounds, save };
command.SetAction(async (parsed, _) =>
{
    using var bench = new Bench(
        parsed.GetValue(quick), parsed.GetValue(rounds), Directory.CreateTempSubdirectory("messagesync-figures-").FullName);
    await using var data = parsed.GetValue(postgres) is { } server ? new PostgresData(server) : null;
    var rows = data is null ? all : OnPostgres(data);
    var chosen = parsed.GetValue(only) is { Length: > 0 } names
        ? rows.Where(figure => names.Any(name => IsCalled(figure, name)))
        : rows != all ? rows
        : bench.IsQuick ? quickly
        : all;
    var results = new List<FigureResult>();
    foreach (var figure in chosen) results.AddRange(await figure.MeasureAsync(bench));

    var report = new Report(bench, results);
    Console.WriteLine(report.Text);
    if (parsed.GetValue(save) is { } file) report.Save(file);
    return 0;
});

var folder = new Argument<string>("folder");
var people = new Argument<int>("people");
var active = new Argument<int>("active");
var probe = new Command(MemoryFigure.Command) { folder, people, active };
probe.Hidden = true;
probe.SetAction(async (parsed, _) => Console.WriteLine(
    await MemoryProbe.RunAsync(parsed.GetValue(folder)!, parsed.GetValue(people), parsed.GetValue(active))));
command.Add(probe);
return await command.Parse(args).InvokeAsync();
