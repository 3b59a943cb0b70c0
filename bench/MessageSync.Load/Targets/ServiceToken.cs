using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MessageSync.Load.Targets;

/// <summary>A token of a backend, signed here with a key that the silo knows.</summary>
internal static class ServiceToken
{
    /// <summary>Fewest bytes of a secret that a silo takes.</summary>
    public const int SecretBytesMin = 32;

    private static readonly TimeSpan Life = TimeSpan.FromDays(2);   // longer than any run

    /// <summary>Reads a key as the command line gives it.</summary>
    /// <param name="text"><c>kid:file</c>; the file holds the secret as text, a line end behind it does not count.
    /// </param>
    /// <returns>The key; or what is wrong, in one sentence.</returns>
    public static ((string Kid, byte[] Secret)? Key, string? Wrong) ReadKey(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || colon == text.Length - 1) return (null, $"--key: give <kid>:<file>, not '{text}'.");

        var (kid, file) = (text[..colon], text[(colon + 1)..]);
        if (!File.Exists(file)) return (null, $"--key: there is no file '{file}'.");

        var secret = Encoding.UTF8.GetBytes(File.ReadAllText(file).TrimEnd('\r', '\n'));
        return secret.Length < SecretBytesMin
            ? (null, $"--key: the secret in '{file}' has {secret.Length} bytes; {SecretBytesMin} are needed.")
            : ((kid, secret), null);
    }

    /// <summary>Signs a token of HS256.</summary>
    public static string Sign(string kid, byte[] secret, string name, TimeProvider clock)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["alg"] = "HS256",
            ["typ"] = "JWT",
            ["kid"] = kid,
        });
        var claims = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["sub"] = name,
            ["role"] = "service",
            ["exp"] = (clock.GetUtcNow() + Life).ToUnixTimeSeconds(),
        });
        var signed = Base64Url.EncodeToString(header) + "." + Base64Url.EncodeToString(claims);
        return signed + "." + Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(signed)));
    }
}
