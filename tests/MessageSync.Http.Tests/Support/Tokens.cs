using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace MessageSync.Http.Tests;

/// <summary>Tokens by hand: also those that no library would write.</summary>
internal static class Tokens
{
    public const string Secret = "a secret of at least thirty-two bytes";

    /// <summary>A token of HS256 from the JSON of its two parts.</summary>
    public static string Hs256(string header, string payload, string secret = Secret)
    {
        var signed = Part(header) + "." + Part(payload);
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(signed));
        return signed + "." + Base64UrlEncoder.Encode(mac);
    }

    /// <summary>A token of RS256.</summary>
    public static string Rs256(string header, string payload, RSA key)
    {
        var signed = Part(header) + "." + Part(payload);
        var signature = key.SignData(
            Encoding.UTF8.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return signed + "." + Base64UrlEncoder.Encode(signature);
    }

    /// <summary>An ordinary token.</summary>
    public static string For(string user, string? device, bool isService, DateTimeOffset expires)
    {
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["sub"] = user,
            ["exp"] = expires.ToUnixTimeSeconds(),
        };
        if (device is not null) claims["device"] = device;
        if (isService) claims["role"] = "service";
        return Hs256("""{"alg":"HS256","kid":"test"}""", JsonSerializer.Serialize(claims));
    }

    public static string Part(string json) => Base64UrlEncoder.Encode(Encoding.UTF8.GetBytes(json));
}
