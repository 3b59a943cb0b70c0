using System.Text.Json;

namespace MessageSync.Http;

/// <summary>The claims of a token whose signature is right.</summary>
/// <param name="User">Whose it is.</param>
/// <param name="Device">Their device, if it names one.</param>
/// <param name="IsService">It is a backend's.</param>
/// <param name="Expires">Seconds since 1970.</param>
/// <param name="NotBefore">Seconds since 1970, if it says so.</param>
internal sealed record TokenClaims(UserId User, DeviceId? Device, bool IsService, double Expires, double? NotBefore)
{
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>Reads them strictly: nothing twice, and every claim that counts of its one type.</summary>
    /// <returns>Null when they are not like that.</returns>
    public static TokenClaims? Read(ReadOnlySpan<byte> payload)
    {
        try
        {
            var claims = JsonElement.Parse(payload, s_strict);
            return claims.ValueKind == JsonValueKind.Object ? Of(claims) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;                                   // no JSON, or text that is no text (a lone surrogate)
        }
    }

    /// <summary>Tells whether the token is of this moment.</summary>
    public bool IsWithin(DateTimeOffset now, TimeSpan skew)
    {
        var seconds = (now - DateTimeOffset.UnixEpoch).TotalSeconds;
        return seconds < Expires + skew.TotalSeconds && !(seconds < NotBefore - skew.TotalSeconds);
    }

    /// <summary>From when on it is no longer good; the end of time where it is beyond.</summary>
    public DateTimeOffset EndsAt(TimeSpan skew)
    {
        var left = (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).TotalSeconds - skew.TotalSeconds - 1;
        return Expires > left ? DateTimeOffset.MaxValue : DateTimeOffset.UnixEpoch.AddSeconds(Expires) + skew;
    }

    private static TokenClaims? Of(JsonElement claims)
    {
        if (!Text(claims, "sub", out var user) || user is null || !IdText.IsId(user)) return null;
        if (!Text(claims, "device", out var device) || (device is not null && !IdText.IsId(device))) return null;
        if (!Text(claims, "role", out var role)) return null;
        if (!Number(claims, "exp", out var expires) || expires is null) return null;
        if (!Number(claims, "nbf", out var notBefore)) return null;

        return new(
            new(user), device is null ? null : new DeviceId(device), role == "service", expires.Value, notBefore);
    }

    private static bool Text(JsonElement claims, string name, out string? text)
    {
        text = null;
        if (!claims.TryGetProperty(name, out var claim)) return true;

        text = claim.ValueKind == JsonValueKind.String ? claim.GetString() : null;
        return text is not null;
    }

    private static bool Number(JsonElement claims, string name, out double? number)
    {
        number = null;
        if (!claims.TryGetProperty(name, out var claim)) return true;
        if (claim.ValueKind != JsonValueKind.Number || !claim.TryGetDouble(out var value)) return false;

        number = value;
        return double.IsFinite(value);
    }
}
