using MessageSync.Load.Measuring;
using MessageSync.Load.Mixes;
using MessageSync.Load.Showing;
using MessageSync.Load.Targets;

namespace MessageSync.Load.Tests.Support;

/// <summary>Whole runs, as short as they can be.</summary>
internal static class Runs
{
    /// <summary>Runs a mix on a target until so many operations were answered.</summary>
    /// <returns>What each brought, and the result.</returns>
    public static async Task<(IReadOnlyCollection<int> Brought, RunResult Result)> MomentAsync(
        ITarget target, Func<MixContext, IMix> make, long operations = 200)
    {
        using var enough = new CancellationTokenSource();
        var mix = make(new(target, TimeProvider.System, RunNames.Fresh(), Sample: 10, Listeners: 4));
        var counted = new CountedMix(mix, operations, enough);
        var settings = new LoadSettings
        {
            WarmUp = TimeSpan.Zero,
            Duration = TimeSpan.FromMinutes(5),   // never reached
            InFlight = 8,
        };
        var result = await new LoadRun(settings, counted, TimeProvider.System, new NoView()).RunAsync(enough.Token);
        return (counted.Brought, result);
    }

    /// <summary>Nothing failed, and everything acknowledged was found.</summary>
    public static void AssertGood(RunResult result)
    {
        Assert.Empty(result.Recorder.Errors);
        Assert.Null(result.AuditFailure);
        if (result.Audit is { } audit)
            Assert.Equal((0L, 0L, 0L), (audit.Missing, audit.Repeated, audit.OutOfOrder));
        Assert.True(result.IsGood);
    }

    private sealed class NoView : IRunView
    {
        public void Phase(string name) { }

        public void Prepared(double part) { }

        public void Look(Window window, Recorder recorder) { }
    }
}
