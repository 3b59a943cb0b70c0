namespace MessageSync.Timelines;

/// <summary>On whose behalf a command is given.</summary>
/// <param name="User">The user, or a service's own name.</param>
/// <param name="IsService">True for a backend that acts for itself: it may manage any conversation and is member of
/// none.</param>
public readonly record struct Caller(UserId User, bool IsService = false);
