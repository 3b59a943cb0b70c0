namespace MessageSync.Http;

/// <summary>Whose tokens are believed. A bad value stops the host at start; so does having no key outside development
/// mode.</summary>
public sealed class MessageSyncAuthOptions
{
    /// <summary>The section of the configuration: <c>MessageSync:Auth</c>.</summary>
    public const string Section = "MessageSync:Auth";

    /// <summary>The keys; a token names one by its <c>kid</c>, or there is only one.</summary>
    public IList<SigningKeyOptions> Keys { get; } = [];

    /// <summary>How far the clocks of issuer and server may differ. Default 30 seconds; 0 to 5 minutes.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Tokens whose signatures are remembered as right, so that the next call with the same one costs less: at
    /// most 2 KiB each. Default 5000; 0 to 1 000 000.</summary>
    public int TokensKept { get; set; } = 5000;
}

/// <summary>One key, for one algorithm. Exactly one of the four sources is set.</summary>
public sealed class SigningKeyOptions
{
    /// <summary>The <c>kid</c> in the header of its tokens: 1 to 128 characters, each key its own;
    /// <c>development</c> is taken.</summary>
    public string Kid { get; set; } = "";

    /// <summary><c>HS256</c> (a shared secret) or <c>RS256</c> (a public key of at least 2048 bits).</summary>
    public string Algorithm { get; set; } = "";

    /// <summary>HS256: the secret as text, at least 32 bytes of UTF-8. It is taken as it stands, never decoded.</summary>
    public string? Secret { get; set; }

    /// <summary>HS256: the secret in base64, at least 32 bytes when decoded.</summary>
    public string? SecretBase64 { get; set; }

    /// <summary>RS256: the public key as PEM text.</summary>
    public string? PublicKeyPem { get; set; }

    /// <summary>RS256: a file with the public key as PEM text.</summary>
    public string? PublicKeyFile { get; set; }
}
