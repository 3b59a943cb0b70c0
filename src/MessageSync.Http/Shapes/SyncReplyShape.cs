using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace MessageSync.Http;

/// <summary>Entries of the caller's Inbox, completely covering the range up to cursor.</summary>
/// <param name="Entries">Oldest first.</param>
/// <param name="Cursor">Where to go on.</param>
/// <param name="Head">The position after the last entry of all.</param>
/// <param name="More">Entries exist after cursor.</param>
/// <param name="Reset">Null when the device simply goes on.</param>
/// <param name="Epoch">The life of the store.</param>
internal sealed record SyncReplyShape(
    IReadOnlyList<EntryShape> Entries, string Cursor, string Head, bool More, ResetShape? Reset, string Epoch)
{
    public static SyncReplyShape Of(SyncReply reply) => new(
        [.. reply.Entries.Select(EntryShape.Of)], reply.Cursor, reply.Head, reply.More,
        reply.Reset is { } reset ? ResetShape.Of(reset) : null,
        reply.Epoch.Value);
}

/// <summary>The device has to follow the procedure for this reason.</summary>
/// <param name="Reason">trimmed, new or epoch.</param>
/// <param name="Floor">The position after which everything is kept; the kept entries follow in the same reply.</param>
internal sealed record ResetShape(
    [property: AllowedValues("trimmed", "new", "epoch")] string Reason, string Floor)
{
    public static ResetShape Of(ResetNotice notice) => new(notice.Reason.Word(), notice.Floor);
}

/// <summary>A notification is in the Inbox.</summary>
/// <param name="Duplicate">True when it had been there before.</param>
internal sealed record NotifyReceiptShape(bool Duplicate);

/// <summary>The caller's devices.</summary>
/// <param name="Devices">By id.</param>
internal sealed record DevicesShape(IReadOnlyList<DeviceShape> Devices)
{
    public static DevicesShape Of(DeviceList list) => new([.. list.Devices.Select(device =>
        new DeviceShape(device.Device.Value, device.AckedCursor, device.LastSeenAt))]);
}

/// <summary>One device.</summary>
/// <param name="Device">Which.</param>
/// <param name="AckedCursor">What it has for sure; null before its first ack.</param>
/// <param name="LastSeenAt">Its last sync, ack or stream.</param>
internal sealed record DeviceShape(string Device, string? AckedCursor, DateTimeOffset LastSeenAt);

/// <summary>A token of development mode.</summary>
/// <param name="Token">For the header Authorization: Bearer.</param>
/// <param name="ExpiresAt">By the server's clock.</param>
internal sealed record TokenShape(string Token, DateTimeOffset ExpiresAt);

/// <summary>The silo is well.</summary>
/// <param name="Status">live or ready.</param>
/// <param name="Warnings">What somebody should look at all the same, in sentences; absent where there is nothing.</param>
internal sealed record HealthShape(
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Warnings = null);
