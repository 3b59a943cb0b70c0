using MessageSync.Load.Auditing;
using MessageSync.Load.Mixes;
using MessageSync.Load.Reporting;
using MessageSync.Load.Targets;
using MessageSync.Load.Tests.Support;

namespace MessageSync.Load.Tests.Reporting;

/// <summary>A run whose every figure is known: 10 operations per second for 2 s, which take 40 ms; the 13th is refused,
/// the 14th fails, the last two are never answered.</summary>
internal static class Samples
{
    public static Report Report()
    {
        var known = new DrivenRun(TimeSpan.FromSeconds(2));
        return Report(known.Open(10, atOnce: 30, async (number, ct) =>
        {
            if (number >= 18) await known.Clock.PassAsync(TimeSpan.FromHours(1), ct);
            await known.Clock.PassAsync(TimeSpan.FromMilliseconds(40), ct);
            return number switch
            {
                12 => new Refused("overloaded", TimeSpan.FromSeconds(1)),
                13 => throw new TargetException("timeout", "late"),
                _ => Outcome.Of(3),
            };
        }));
    }

    public static Report Report(DrivenRun run) => MessageSync.Load.Reporting.Report.Of(
        new Named(), "a target", Conditions.Now(TimeProvider.System),
        new Dictionary<string, string>(StringComparer.Ordinal) { ["logs"] = "a & b" },
        new(
            run.Window.Measured, Stopped: false, run.Recorder, new Dictionary<string, long>(), Audit: null,
            AuditFailure: null)
        {
            IsOpen = true,
        });

    private sealed class Named : IMix
    {
        public string Name => "sample";

        public string Description => "one of the messages & <more>";

        public string Operations => "messages & <more>";

        public string? Items => "items";

        public IEnumerable<TimeSpan>? Schedule => null;

        public long? Count => null;

        public Audit? Audit => null;

        public IReadOnlyDictionary<string, long> Notes { get; } = new Dictionary<string, long>();

        public Task PrepareAsync(IProgress<double> progress, CancellationToken ct) => Task.CompletedTask;

        public Task<Outcome> RunAsync(long number, CancellationToken ct) => Task.FromResult(Outcome.Of(1));

        public Task StopAsync() => Task.CompletedTask;
    }
}
