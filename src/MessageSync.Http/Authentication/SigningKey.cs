using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace MessageSync.Http;

/// <summary>A key that verifies tokens of one algorithm.</summary>
/// <param name="Kid">Its name.</param>
/// <param name="Algorithm">HS256 or RS256.</param>
/// <param name="Key">The key itself.</param>
internal sealed record SigningKey(string Kid, string Algorithm, SecurityKey Key)
{
    public const string Hs256 = SecurityAlgorithms.HmacSha256;
    public const string Rs256 = SecurityAlgorithms.RsaSha256;
    public const int SecretBytesMin = 32;
    public const int RsaBitsMin = 2048;

    /// <summary>A key for HS256.</summary>
    public static SigningKey OfSecret(string kid, byte[] secret) =>
        new(kid, Hs256, new SymmetricSecurityKey(secret) { KeyId = kid });

    /// <summary>Makes a key of what is configured.</summary>
    /// <returns>False, and what is wrong as the end of a sentence, when that is no key.</returns>
    public static bool TryCreate(
        SigningKeyOptions options, [NotNullWhen(true)] out SigningKey? key, [NotNullWhen(false)] out string? wrong)
    {
        (key, wrong) = options.Algorithm switch
        {
            _ when options.Kid.Length is 0 or > IdText.LengthMax => Wrong("Kid must have 1 to 128 characters"),
            _ when SourcesOf(options) != 1 =>
                Wrong("set exactly one of Secret, SecretBase64, PublicKeyPem and PublicKeyFile"),
            Hs256 => OfSecret(options),
            Rs256 => OfPublicKey(options),
            _ => Wrong("Algorithm must be HS256 or RS256"),
        };
        return key is not null;
    }

    private static (SigningKey?, string?) Wrong(string what) => (null, what);

    private static int SourcesOf(SigningKeyOptions options) =>
        new[] { options.Secret, options.SecretBase64, options.PublicKeyPem, options.PublicKeyFile }
            .Count(source => !string.IsNullOrEmpty(source));

    private static (SigningKey?, string?) OfSecret(SigningKeyOptions options)
    {
        if (!string.IsNullOrEmpty(options.PublicKeyPem) || !string.IsNullOrEmpty(options.PublicKeyFile))
            return Wrong("HS256 needs Secret or SecretBase64");

        byte[] secret;
        try
        {
            secret = string.IsNullOrEmpty(options.Secret)
                ? Convert.FromBase64String(options.SecretBase64!)
                : Encoding.UTF8.GetBytes(options.Secret);
        }
        catch (FormatException)
        {
            return Wrong("SecretBase64 is not base64");
        }
        return secret.Length < SecretBytesMin
            ? Wrong($"the secret must have at least {SecretBytesMin} bytes, it has {secret.Length}")
            : (OfSecret(options.Kid, secret), null);
    }

    private static (SigningKey?, string?) OfPublicKey(SigningKeyOptions options)
    {
        if (!string.IsNullOrEmpty(options.Secret) || !string.IsNullOrEmpty(options.SecretBase64))
            return Wrong("RS256 needs PublicKeyPem or PublicKeyFile");

        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(string.IsNullOrEmpty(options.PublicKeyPem)
                ? File.ReadAllText(options.PublicKeyFile!)
                : options.PublicKeyPem);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            rsa.Dispose();
            return Wrong("the public key is not PEM (it begins with -----BEGIN PUBLIC KEY-----)");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            rsa.Dispose();
            return Wrong($"PublicKeyFile '{options.PublicKeyFile}' cannot be read: {e.Message}");
        }
        return rsa.KeySize < RsaBitsMin
            ? Wrong($"the public key must have at least {RsaBitsMin} bits, it has {rsa.KeySize}")
            : (new(options.Kid, Rs256, new RsaSecurityKey(rsa) { KeyId = options.Kid }), null);
    }
}
