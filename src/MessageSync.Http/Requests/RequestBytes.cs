using Microsoft.Net.Http.Headers;

namespace MessageSync.Http;

/// <summary>Reads the body of a request, whole and bounded.</summary>
internal static class RequestBytes
{
    /// <summary>Most bytes of a request.</summary>
    public const int BytesMax = 512 * 1024;

    private const int FirstBufferBytes = 4 * 1024;

    /// <summary>True for a request that is told to be larger than any may be.</summary>
    public static bool IsTooLarge(HttpRequest request) => request.ContentLength > BytesMax;

    /// <summary>True for <c>application/json</c>, in UTF-8 if it says so.</summary>
    public static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset)
            .Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    /// <returns>All of it; null when it is larger than <see cref="BytesMax"/>.</returns>
    /// <exception cref="BadHttpRequestException">The client did not send what it announced.</exception>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (IsTooLarge(request)) return null;

        // What is announced is not believed: memory grows with what really came.
        var buffer = new byte[FirstBufferBytes];
        var filled = 0;
        while (await request.Body.ReadAsync(buffer.AsMemory(filled), ct) is var count and > 0)
        {
            filled += count;
            if (filled > BytesMax) return null;
            if (filled == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        }
        return buffer.AsMemory(0, filled);
    }
}
