using Microsoft.AspNetCore.Http.Features;

namespace MessageSync.Http;

/// <summary>
/// Takes the path as the client wrote it, percent-encoding off once. Kestrel resolves <c>.</c> and <c>..</c> first, so
/// that an id that is none would become another path; here it stays a segment, and <c>%2F</c> stays inside one.
/// </summary>
internal sealed class RawPathMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        var target = http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        if (target.StartsWith('/') && !http.Request.PathBase.HasValue)
        {
            var path = target.AsSpan(0, target.IndexOf('?') is var end and >= 0 ? end : target.Length);
            if (!path.Equals(http.Request.Path.Value, StringComparison.Ordinal)) http.Request.Path = Decode(path);
        }
        return next(http);
    }

    // Not by assigning the string: that conversion would decode once more.
    private static PathString Decode(ReadOnlySpan<char> path) => new(
        Uri.UnescapeDataString(path.ToString().Replace("%2F", "%252F", StringComparison.OrdinalIgnoreCase)));
}
