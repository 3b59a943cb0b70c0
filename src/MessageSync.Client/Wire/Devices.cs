namespace MessageSync.Client;

/// <summary>The devices of a user, at most 100.</summary>
/// <param name="Devices">From their first sync, ack or stream on.</param>
public sealed record DeviceList(IReadOnlyList<KnownDevice> Devices);

/// <summary>One device as the server knows it.</summary>
/// <param name="Device">Which.</param>
/// <param name="AckedCursor">What it has for sure; null before its first ack.</param>
/// <param name="LastSeenAt">Its last sync, ack or stream.</param>
public sealed record KnownDevice(string Device, string? AckedCursor, DateTimeOffset LastSeenAt);

/// <summary>A token of development mode.</summary>
/// <param name="Token">To be given as bearer token.</param>
/// <param name="ExpiresAt">The server's clock.</param>
public sealed record DevelopmentToken(string Token, DateTimeOffset ExpiresAt);
