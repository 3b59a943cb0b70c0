using Microsoft.Extensions.Options;

namespace MessageSync.Http;

/// <summary>Says what to set, by the name of the setting.</summary>
internal sealed class MessageSyncAuthOptionsValidator(IHostEnvironment environment)
    : IValidateOptions<MessageSyncAuthOptions>
{
    public const string NoKey =
        "No key is configured to verify tokens: set MessageSync:Auth:Keys:0:Kid, MessageSync:Auth:Keys:0:Algorithm "
        + "(HS256 or RS256) and MessageSync:Auth:Keys:0:Secret (or SecretBase64, PublicKeyPem, PublicKeyFile), as "
        + "environment variables with __ in place of the colons; "
        + "or start in the environment Development (DOTNET_ENVIRONMENT), on a developer's machine.";

    private const int TokensMax = 1_000_000;

    private static readonly TimeSpan s_skewMax = TimeSpan.FromMinutes(5);

    public ValidateOptionsResult Validate(string? name, MessageSyncAuthOptions options)
    {
        var failures = new List<string>();
        if (options.Keys.Count == 0 && !environment.IsDevelopment()) failures.Add(NoKey);
        if (options.ClockSkew < TimeSpan.Zero || options.ClockSkew > s_skewMax)
            failures.Add($"{MessageSyncAuthOptions.Section}:ClockSkew must be from 00:00:00 to {s_skewMax:c}.");
        if (options.TokensKept is < 0 or > TokensMax)
            failures.Add($"{MessageSyncAuthOptions.Section}:TokensKept must be from 0 to {TokensMax}.");
        for (var i = 0; i < options.Keys.Count; i++)
        {
            var kid = options.Keys[i].Kid;
            if (kid == DevelopmentKey.Kid) failures.Add($"{Path(i)}: Kid '{kid}' is taken by development mode.");
            if (options.Keys.Take(i).Any(other => other.Kid == kid)) failures.Add($"{Path(i)}: Kid '{kid}' is there twice.");
            if (!SigningKey.TryCreate(options.Keys[i], out _, out var wrong)) failures.Add($"{Path(i)}: {wrong}.");
        }
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static string Path(int i) => $"{MessageSyncAuthOptions.Section}:Keys:{i}";
}
