using System.Security.Cryptography;
using MessageSync.Storage;

namespace MessageSync.Http;

/// <summary>The key of development mode: made once and kept in the store, so that tokens outlive a restart.</summary>
internal static class DevelopmentKey
{
    /// <summary>Its name in tokens.</summary>
    public const string Kid = "development";

    private const string Setting = "development-key";

    public static async Task<SigningKey> LoadAsync(IStoreSettings settings, CancellationToken ct)
    {
        if (await settings.ReadAsync(Setting, ct) is not { } secret)
        {
            secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(SigningKey.SecretBytesMin));
            await settings.WriteAsync(Setting, secret, ct);
        }
        return SigningKey.OfSecret(Kid, Convert.FromBase64String(secret));
    }
}
