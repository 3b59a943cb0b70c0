using MessageSync.Storage;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace MessageSync.Http;

/// <summary>Development mode: its key and its clock, kept in the store.</summary>
internal sealed class DevelopmentMode(
    IStoreSettings settings, SigningKeys keys, SiloClock clock, ILogger<DevelopmentMode> logger) : IDisposable
{
    private readonly DevelopmentClock _clock = new(settings, clock);
    private SigningKey? _key;

    public async Task StartAsync(CancellationToken ct)
    {
        _key = await DevelopmentKey.LoadAsync(settings, ct);
        keys.AddDevelopment(_key);
        await _clock.LoadAsync(ct);
        if (clock.Advanced > TimeSpan.Zero) logger.ClockAhead(clock.Advanced);
    }

    public void Dispose() => _clock.Dispose();

    /// <summary>A token for whoever is asked for.</summary>
    public TokenShape Issue(UserId user, DeviceId? device, bool isService, TimeSpan expiresIn)
    {
        var key = _key ?? throw new InvalidOperationException("Development mode has not started.");
        var expires = clock.GetUtcNow().ToUnixTimeSeconds() + (long)expiresIn.TotalSeconds;
        var claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = user.Value, ["exp"] = expires };
        if (device is { } named) claims["device"] = named.Value;
        if (isService) claims["role"] = "service";

        var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor { Claims = claims, SigningCredentials = new(key.Key, key.Algorithm) });
        return new(token, DateTimeOffset.FromUnixTimeSeconds(expires));
    }

    /// <summary>Moves the clock forward, durably.</summary>
    /// <returns>False when it would be more than <see cref="DevelopmentClock.AdvanceMax"/> ahead.</returns>
    public async Task<bool> AdvanceAsync(TimeSpan advance, CancellationToken ct)
    {
        if (!await _clock.AdvanceAsync(advance, ct)) return false;

        logger.ClockMoved(advance, clock.Advanced);
        return true;
    }
}
