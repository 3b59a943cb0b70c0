using System.Diagnostics;
using MessageSync.Inboxes;
using MessageSync.Storage;
using MessageSync.Timelines;

namespace MessageSync.Grains;

/// <summary>Offers, a notification or what the owner does to their view, until it is stored.</summary>
internal sealed class Handed(IReadOnlyList<Offer> offers)
{
    public IReadOnlyList<Offer> Offers { get; } = offers;

    public EntryContent.Notification? Notification { get; init; }

    public Fingerprint Fingerprint { get; init; }

    public ViewCommand? View { get; init; }

    public Activity? Cause { get; } = Telemetry.Cause;

    public bool IsOffers => Notification is null && View is null;

    /// <summary>The earlier notification under the same key, if there is one.</summary>
    public Notified? Known { get; set; }

    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
