namespace MessageSync.Timelines;

/// <summary>On whose behalf something is asked.</summary>
/// <param name="User">The user, or a service's own name.</param>
/// <param name="Device">The user's device; null where none was named.</param>
/// <param name="IsService">True for a backend that acts for itself: it may manage any conversation and is member of
/// none.</param>
public readonly record struct Caller(UserId User, DeviceId? Device = null, bool IsService = false);
