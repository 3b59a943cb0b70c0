using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace MessageSync.Storage;

/// <summary>What all instruments and spans have in common. Where nobody listens nothing is made and nothing is
/// measured.</summary>
internal static class Telemetry
{
    /// <summary>Most spans that one span of many is linked to.</summary>
    public const int LinksMax = 32;

    private static readonly string? s_version = typeof(Telemetry).Assembly.GetName().Version?.ToString(3);
    private static readonly Meter s_unheard = MakeUnheard();

    /// <summary>Makes all spans.</summary>
    public static ActivitySource Source { get; } = new(MessageSyncTelemetry.ActivitySourceName, s_version);

    /// <summary>True where somebody wants spans.</summary>
    public static bool IsTraced => Source.HasListeners();

    /// <summary>The span that whatever happens now is due to; null where it is not recorded.</summary>
    public static Activity? Cause => IsTraced && Activity.Current is { Recorded: true } current ? current : null;

    /// <summary>The meter; one that nobody hears where there is no factory.</summary>
    public static Meter MeterOf(IMeterFactory? meters) =>
        meters?.Create(new MeterOptions(MessageSyncTelemetry.MeterName) { Version = s_version }) ?? s_unheard;

    /// <summary>What goes on from here is work for many: not a part of what happened to begin it.</summary>
    public static void Detach()
    {
        if (Activity.Current is not null) Activity.Current = null;
    }

    /// <summary>The recorded spans that work for many is due to, each once.</summary>
    /// <returns>Null where nobody wants spans.</returns>
    public static IReadOnlyList<Activity>? Causes<T>(IReadOnlyList<T> many, Func<T, Activity?> cause) =>
        IsTraced ? [.. many.Select(cause).OfType<Activity>().Distinct()] : null;

    /// <summary>Begins a span of work for many: it belongs to the first that is recorded and is linked to others.</summary>
    /// <returns>Null where none is recorded.</returns>
    public static Activity? Begin(string name, IEnumerable<Activity?> causes)
    {
        if (!IsTraced) return null;

        var recorded = causes.OfType<Activity>().Distinct().Take(LinksMax + 1).ToList();
        return recorded.Count == 0 ? null : Source.StartActivity(
            name, ActivityKind.Internal, recorded[0].Context, null,
            recorded.Skip(1).Select(one => new ActivityLink(one.Context)));
    }

    /// <summary>A disposed meter publishes nothing.</summary>
    private static Meter MakeUnheard()
    {
        var meter = new Meter("MessageSync.Unheard");
        meter.Dispose();
        return meter;
    }
}
