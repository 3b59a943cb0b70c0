using Microsoft.Extensions.Options;

namespace MessageSync.Http;

/// <summary>The keys that tokens are verified with.</summary>
internal interface ISigningKeys
{
    /// <summary>The key of a token.</summary>
    /// <param name="kid">What its header says; null for nothing: then it is the only key, if there is but one.</param>
    /// <returns>Null when there is no such key.</returns>
    SigningKey? Find(string? kid);
}

/// <summary>The configured keys, and in development mode its own: that one does not count for a token without
/// <c>kid</c> where another is configured, because its own tokens always name it.</summary>
internal sealed class SigningKeys(IOptions<MessageSyncAuthOptions> options) : ISigningKeys
{
    private readonly SigningKey[] _configured = [.. options.Value.Keys.Select(Create)];
    private volatile SigningKey? _development;

    public SigningKey? Find(string? kid)
    {
        var development = _development;
        if (kid is null) return _configured.Length switch { 0 => development, 1 => _configured[0], _ => null };
        return kid == development?.Kid ? development : Array.Find(_configured, key => key.Kid == kid);
    }

    /// <summary>Believes tokens of development mode from now on.</summary>
    public void AddDevelopment(SigningKey key) => _development = key;

    private static SigningKey Create(SigningKeyOptions options) =>
        SigningKey.TryCreate(options, out var key, out var wrong)
            ? key
            : throw new InvalidOperationException($"Key '{options.Kid}': {wrong}.");
}
