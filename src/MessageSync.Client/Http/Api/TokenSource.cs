namespace MessageSync.Client;

/// <summary>Keeps the token that the provider gave until the server refuses it.</summary>
internal sealed class TokenSource(Func<CancellationToken, ValueTask<string>> provider) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private string? _token;

    /// <summary>The token to use.</summary>
    /// <param name="refused">The one that was just refused; null for none. Whoever comes with one that has been
    /// replaced meanwhile asks for no other.</param>
    /// <param name="ct">Ends the wait.</param>
    public async ValueTask<string> GetAsync(string? refused, CancellationToken ct)
    {
        if (_token is { } kept && kept != refused) return kept;

        await _gate.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (_token is null || _token == refused) _token = await provider(ct).ConfigureAwait(false);
            return _token;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();
}
