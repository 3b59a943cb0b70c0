using System.Text;

namespace MessageSync.Client;

/// <summary>
/// The operations of the wire, typed: one method each. Thread-safe. Every method may throw
/// <see cref="MessageSyncException"/> (refused, nothing was stored) and <see cref="AnswerLostException"/> (no answer
/// came: whether it was done is unknown, repeating is safe). Ids that cannot stand in a path, and text that is no
/// Unicode, are an <see cref="ArgumentException"/>.
/// </summary>
/// <remarks>What a newer server adds to its answers is ignored.</remarks>
public sealed partial class MessageSyncApi : IDisposable
{
    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);
    private readonly ApiConnection _server;
    private readonly TokenSource _tokens;

    /// <summary>The server that a client leads to.</summary>
    /// <param name="http">With the server's address as base address, ended by a slash. Its own timeout bounds every
    /// answer too: at least 60 s more than <see cref="MessageSyncApiOptions.AnswerTimeout"/>, or none. Not disposed
    /// of.</param>
    /// <param name="token">Gives a token: at the first call and again each time the server has refused the last
    /// one.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="clock">Null for the system's.</param>
    /// <exception cref="ArgumentException">The client has no base address.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public MessageSyncApi(
        HttpClient http, Func<CancellationToken, ValueTask<string>> token, MessageSyncApiOptions? options = null,
        TimeProvider? clock = null)
        : this(() => http, token, options ?? new(), clock ?? TimeProvider.System)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(token);
        if (http.BaseAddress is not { } address || !address.AbsoluteUri.EndsWith('/'))
            throw new ArgumentException("It needs a base address that ends with a slash.", nameof(http));
    }

    internal MessageSyncApi(
        Func<HttpClient> clients, Func<CancellationToken, ValueTask<string>> token, MessageSyncApiOptions options,
        TimeProvider clock)
    {
        options.Check();
        _tokens = new(token);
        _server = new(clients, options, _tokens, clock);
    }

    /// <summary>A token of development mode, which has an open door on loopback.</summary>
    /// <param name="http">As in the constructor.</param>
    /// <param name="user">Whose token.</param>
    /// <param name="device">Which device's; null for none.</param>
    /// <param name="isService">True for the token of a backend.</param>
    /// <param name="expiresIn">Null for the server's default; may be negative. Whole seconds.</param>
    /// <param name="ct">Ends the wait.</param>
    public static async Task<DevelopmentToken> DevelopmentTokenAsync(
        HttpClient http, string user, string? device = null, bool isService = false, TimeSpan? expiresIn = null,
        CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(http);
        var server = new ApiConnection(() => http, new(), tokens: null, TimeProvider.System);
        var body = new TokenBody(user, device, isService, (long?)expiresIn?.TotalSeconds);
        var request = ApiRequest.With(HttpMethod.Post, "v1/dev/token", body, RequestJson.Default.TokenBody);
        return await server.AskAsync<DevelopmentToken>(request, ct).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _tokens.Dispose();

    /// <summary>Text as it is, or not at all: JSON would silently put other characters in place of half ones.</summary>
    /// <exception cref="ArgumentException">There is a lone surrogate.</exception>
    internal static string Text(string text)
    {
        s_strict.GetByteCount(text);
        return text;
    }
}
