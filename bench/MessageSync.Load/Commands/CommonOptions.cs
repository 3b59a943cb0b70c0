using System.CommandLine;
using System.Globalization;
using MessageSync.Load.Targets;

namespace MessageSync.Load.Commands;

/// <summary>The options of every mix.</summary>
internal sealed class CommonOptions
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>The silo; without it, the target is in process.</summary>
    public Option<string?> Url { get; } = new("--url")
    {
        Description = "Address of a silo to load over HTTP, like http://127.0.0.1:5080; several of one "
            + "cluster, separated by commas, are called by turns. Without it MessageSync runs in this process, over data of "
            + "its own.",
    };

    /// <summary>What signs tokens.</summary>
    public Option<string?> Key { get; } = new("--key")
    {
        Description = "<kid>:<file>, a key of the silo (HS256) and the file with its secret, to sign tokens with. "
            + "Without it a silo in development mode is asked for one.",
    };

    /// <summary>The store in process.</summary>
    public Option<string> Store { get; } = new("--store")
    {
        Description = "The store in process: sqlite or memory. Default sqlite.",
        DefaultValueFactory = _ => "sqlite",
    };

    /// <summary>Where the data of the store in process lies while the run lasts.</summary>
    public Option<string?> Data { get; } = new("--data")
    {
        Description = "Folder in which the temporary data folder of the store in process is made: on the disk to be "
            + "measured. Default: the system's temporary folder.",
    };

    /// <summary>Operations in flight.</summary>
    public Option<int?> InFlight { get; } = Bounded.OptionalInteger(
        "--in-flight",
        $"Operations in flight, 1 to 100000: kept up by a closed loop (default {LoadSettings.InFlightDefault}), "
        + $"not exceeded by an open one (default {LoadSettings.AtOnceDefault}).", 1, 100_000);

    /// <summary>The rate of an open loop.</summary>
    public Option<double?> Rate { get; } = Bounded.OptionalNumber(
        "--rate",
        "Open loop: operations begun per second, by a fixed schedule, 0.1 to 1000000. Without it the loop is closed.",
        0.1, 1_000_000);

    /// <summary>Refused operations are repeated.</summary>
    public Option<bool> RetryAfter { get; } = new("--retry-after")
    {
        Description = "Repeat a refused operation after the time that the refusal names, as a polite client does; its "
            + "latency then includes the pauses. Without it a refused operation is given up.",
    };

    /// <summary>Not counted.</summary>
    public Option<TimeSpan> WarmUp { get; } = Bounded.Duration(
        "--warm-up", "Time before counting begins.", TimeSpan.FromSeconds(5), TimeSpan.Zero, Day);

    /// <summary>Counted.</summary>
    public Option<TimeSpan> Duration { get; } = Bounded.Duration(
        "--duration", "Time that is measured.", TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(100), Day);

    /// <summary>Chance.</summary>
    public Option<int> Seed { get; } = Bounded.Integer(
        "--seed", "The same seed makes the same choices.", 1, 0, int.MaxValue);

    /// <summary>Users of the check.</summary>
    public Option<int> Sample { get; } = Bounded.Integer(
        "--sample", "Users whose Inboxes are read at the end, to check that what was acknowledged is there.",
        100, 0, 10_000);

    /// <summary>Users who listen.</summary>
    public Option<int> Listeners { get; } = Bounded.Integer(
        "--listeners", "How many of them listen while the run lasts, which tells the fan-out lag.", 16, 0, 1000);

    /// <summary>The report as JSON.</summary>
    public Option<string?> Json { get; } = new("--json") { Description = "File to write the report to, as JSON." };

    /// <summary>The report as a page.</summary>
    public Option<string?> Html { get; } = new("--html")
    {
        Description = "File to write the report to, as one page with plots that needs nothing else.",
    };

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All =>
    [
        Url, Key, Store, Data, InFlight, Rate, RetryAfter, WarmUp, Duration, Seed, Sample, Listeners, Json, Html,
    ];

    /// <summary>How to drive.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="isOpen">The mix has a schedule of its own.</param>
    /// <param name="rateDefault">The rate when nothing is said; null for a closed loop.</param>
    public LoadSettings Settings(ParseResult parsed, bool isOpen, double? rateDefault)
    {
        var rate = parsed.GetValue(Rate) ?? rateDefault;
        isOpen |= rate is not null;
        return new()
        {
            WarmUp = parsed.GetValue(WarmUp),
            Duration = parsed.GetValue(Duration),
            Rate = rate,
            InFlight = parsed.GetValue(InFlight)
                ?? (isOpen ? LoadSettings.AtOnceDefault : LoadSettings.InFlightDefault),
            RetryAfter = parsed.GetValue(RetryAfter),
        };
    }

    /// <summary>Makes the target that is meant.</summary>
    /// <exception cref="TargetException">There is no silo at the address, or it lets nobody in.</exception>
    public async Task<ITarget> TargetAsync(ParseResult parsed, TimeProvider clock, CancellationToken ct)
    {
        if (parsed.GetValue(Url) is { } url)
        {
            var key = parsed.GetValue(Key) is { } text ? ServiceToken.ReadKey(text).Key : null;
            var silos = new List<ITarget>();
            foreach (var one in url.Split(',')) silos.Add(await HttpTarget.ConnectAsync(new(one), key, clock, ct));
            return silos.Count == 1 ? silos[0] : new SpreadTarget(silos);
        }
        return parsed.GetValue(Store) == "memory"
            ? await InProcessTarget.StartInMemoryAsync()
            : await InProcessTarget.StartSqliteAsync(parsed.GetValue(Data));
    }

    /// <summary>What does not fit together, in one sentence; null when all does.</summary>
    public string? Misuse(ParseResult parsed)
    {
        var url = parsed.GetValue(Url);
        if (url?.Split(',').FirstOrDefault(one => !IsAddress(one)) is { } wrongUrl)
            return $"--url: give an address like http://127.0.0.1:5080, not '{wrongUrl}'.";
        if (url is not null && parsed.GetResult(Data) is not null)
            return "--data is for a run in process, without --url.";
        if (url is not null && parsed.GetResult(Store) is { Implicit: false })
            return "--store is for a run in process, without --url.";
        if (url is null && parsed.GetResult(Key) is not null) return "--key is for a silo: give its --url.";
        if (parsed.GetValue(Key) is { } key && ServiceToken.ReadKey(key).Wrong is { } wrong) return wrong;
        if (parsed.GetValue(Store) is not ("sqlite" or "memory") and var store)
            return $"--store: give sqlite or memory, not '{store}'.";
        if (parsed.GetValue(Store) is "memory" && parsed.GetResult(Data) is not null)
            return "--data is for --store sqlite.";

        return new[] { Json, Html }
            .Where(file => parsed.GetValue(file) is { } path && !HasFolder(path))
            .Select(file => $"{file.Name}: there is no folder for '{parsed.GetValue(file)}'.")
            .FirstOrDefault();
    }

    private static bool IsAddress(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";

    private static bool HasFolder(string path) => Directory.GetParent(Path.GetFullPath(path)) is { Exists: true };

    /// <summary>What of them belongs into a report: no paths, no addresses.</summary>
    public IEnumerable<(string Name, string Value)> Shown(
        LoadSettings settings, bool isOpen, ParseResult parsed)
    {
        yield return ("loop", isOpen || settings.Rate is not null ? "open" : "closed");
        if (settings.Rate is { } rate) yield return ("rate", rate.ToString(CultureInfo.InvariantCulture) + "/s");
        yield return (Setting.Of(InFlight).Name, Setting.Of(InFlight).Show(parsed)
            ?? settings.InFlight.ToString(CultureInfo.InvariantCulture));
        Setting[] others =
        [
            Setting.Of(RetryAfter), Setting.Of(WarmUp), Setting.Of(Duration), Setting.Of(Seed), Setting.Of(Sample),
            Setting.Of(Listeners),
        ];
        foreach (var setting in others) yield return (setting.Name, setting.Show(parsed)!);
    }
}
