namespace MessageSync.Http;

/// <summary>
/// Tokens whose signature was found right, by their whole text: a client sends the same one with every call. What they
/// claim never changes; whether it is their time is asked anew at each call. Two generations: when the newer one has half
/// of them all, the older is dropped. Thread-safe.
/// </summary>
/// <param name="kept">Most that are remembered; below 2 none are.</param>
internal sealed class VerifiedTokens(int kept)
{
    /// <summary>A longer one is verified each time, so that few of them cannot take much memory.</summary>
    public const int LengthMax = 1024;

    private readonly Lock _gate = new();
    private Dictionary<string, TokenClaims> _newer = new(StringComparer.Ordinal);
    private Dictionary<string, TokenClaims> _older = new(StringComparer.Ordinal);

    /// <summary>How many are remembered now.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _newer.Count + _older.Count;
        }
    }

    /// <summary>What it claims; null when it is not known.</summary>
    public TokenClaims? Find(string text)
    {
        lock (_gate)
        {
            if (_newer.TryGetValue(text, out var claims)) return claims;
            if (_older.Remove(text, out claims)) Keep(text, claims);
            return claims;
        }
    }

    /// <summary>Its signature is right.</summary>
    public void Add(string text, TokenClaims claims)
    {
        if (text.Length > LengthMax) return;

        lock (_gate) Keep(text, claims);
    }

    private void Keep(string text, TokenClaims claims)
    {
        if (kept < 2) return;
        if (_newer.Count >= kept / 2) (_older, _newer) = (_newer, new(StringComparer.Ordinal));
        _newer[text] = claims;
    }
}
