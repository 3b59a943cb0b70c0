using System.Diagnostics.Metrics;
using MessageSync.Storage;

namespace MessageSync.Hosting;

/// <summary>Instruments of a host of grains: looked at when they are asked for, they cost nothing in between.</summary>
internal static class HostMetrics
{
    private static readonly KeyValuePair<string, object?> s_timeline = new(Tags.Grain, "timeline");
    private static readonly KeyValuePair<string, object?> s_inbox = new(Tags.Grain, "inbox");

    /// <summary>Makes them.</summary>
    /// <param name="meters">Null where nobody listens.</param>
    /// <param name="commands">How many commands are under way.</param>
    /// <param name="active">How many Timelines and Inboxes are in memory.</param>
    /// <param name="made">How many were made since the start.</param>
    public static void Observe(
        IMeterFactory? meters, Func<int> commands, Func<(int Timelines, int Inboxes)> active,
        Func<(long Timelines, long Inboxes)> made)
    {
        var meter = Telemetry.MeterOf(meters);
        meter.CreateObservableUpDownCounter(
            "messagesync.commands", commands, "{command}", "Commands that are under way.");
        meter.CreateObservableUpDownCounter(
            "messagesync.grains", () => Of(active()), "{grain}", "Grains in memory.");
        meter.CreateObservableCounter(
            "messagesync.grain.activations", () => Of(made()), "{activation}", "Grains that were brought into memory.");
    }

    private static Measurement<T>[] Of<T>((T Timelines, T Inboxes) counts) where T : struct =>
        [new(counts.Timelines, s_timeline), new(counts.Inboxes, s_inbox)];
}
