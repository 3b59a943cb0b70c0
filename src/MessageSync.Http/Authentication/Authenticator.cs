using MessageSync.Timelines;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace MessageSync.Http;

/// <summary>
/// Tells who calls, from the bearer token. The key is found by <c>kid</c> and fixes the algorithm: what the header says
/// must agree. Remembers signatures that were right, and nothing of those that were not.
/// </summary>
internal sealed class Authenticator(ISigningKeys keys, IOptions<MessageSyncAuthOptions> options, TimeProvider clock)
{
    private const int TokenLengthMax = 16 * 1024;

    private static readonly JsonWebTokenHandler s_handler = new() { MaximumTokenSizeInBytes = TokenLengthMax };

    private static readonly Problem s_noToken = HttpProblems.Unauthenticated(
        "Send one header Authorization: Bearer <token>.");

    private static readonly Problem s_badToken = HttpProblems.Unauthenticated(
        "Get a token signed with a configured key (HS256 or RS256, named by kid), whose claims are sub, exp and, "
        + "if wanted, device and role.");

    private static readonly Problem s_notNow = HttpProblems.Unauthenticated(
        "Get a new token: this one has expired or is not valid yet.");

    private readonly VerifiedTokens _verified = new(options.Value.TokensKept);

    /// <returns>The caller of the token alone and when it is no longer good, or why there is none.</returns>
    public async Task<(Caller Caller, DateTimeOffset Ends, Problem? Problem)> AuthenticateAsync(IHeaderDictionary headers)
    {
        if (TokenOf(headers) is not { } text) return (default, default, s_noToken);
        if ((_verified.Find(text) ?? await VerifiedClaimsAsync(text)) is not { } claims) return (default, default, s_badToken);
        if (!claims.IsWithin(clock.GetUtcNow(), options.Value.ClockSkew)) return (default, default, s_notNow);

        return (new(claims.User, claims.Device, claims.IsService), claims.EndsAt(options.Value.ClockSkew), null);
    }

    private static string? TokenOf(IHeaderDictionary headers)
    {
        const string Scheme = "Bearer ";
        return headers.Authorization is [{ } value] && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? value[Scheme.Length..].Trim(' ')
            : null;
    }

    private async Task<TokenClaims?> VerifiedClaimsAsync(string text)
    {
        if (Read(text) is not { } token || KeyOf(token) is not { } key) return null;

        var result = await s_handler.ValidateTokenAsync(token, Parameters(key));
        var claims = result.IsValid ? TokenClaims.Read(Base64UrlEncoder.DecodeBytes(token.EncodedPayload)) : null;
        if (claims is not null) _verified.Add(text, claims);
        return claims;
    }

    private SigningKey? KeyOf(JsonWebToken token)
    {
        // A header that demands something we do not know ("crit") must not be overlooked.
        if (token.TryGetHeaderValue<object>("crit", out _)) return null;

        var kid = token.TryGetHeaderValue<string>(JwtHeaderParameterNames.Kid, out var named) ? named : null;
        return keys.Find(kid) is { } key && key.Algorithm == token.Alg ? key : null;
    }

    private static JsonWebToken? Read(string text)
    {
        // Three parts: signed. (Five would be an encrypted token.)
        if (text.Length > TokenLengthMax || text.Count(c => c == '.') != 2) return null;

        try
        {
            return new(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException
            or SecurityTokenException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static TokenValidationParameters Parameters(SigningKey key) => new()
    {
        IssuerSigningKey = key.Key,
        ValidAlgorithms = [key.Algorithm],
        RequireSignedTokens = true,
        TryAllIssuerSigningKeys = true,              // there is the one; it was found by its kid already
        ValidateIssuer = false,
        ValidateAudience = false,
        ValidateLifetime = false,                    // by the silo's clock, in TokenClaims
    };
}
