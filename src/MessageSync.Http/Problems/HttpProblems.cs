namespace MessageSync.Http;

/// <summary>The problems that only HTTP knows: what is wrong with a request before any operation is called, and what
/// went wrong with the server.</summary>
internal static class HttpProblems
{
    private static readonly TimeSpan s_storeRetry = TimeSpan.FromSeconds(1);

    public static Problem BodyTooLarge { get; } = new(
        "body-too-large", 413, "The request is too large.",
        "Send at most 512 KiB in one request.");

    public static Problem NotFound { get; } = new(
        "not-found", 404, "There is nothing at this path.",
        "Look the path up in /openapi/v1.json; paths are case-sensitive and end without a slash.");

    public static Problem MethodNotAllowed { get; } = new(
        "method-not-allowed", 405, "This path has no such method.", "Use one of the methods in the Allow header.");

    public static Problem UnsupportedMediaType { get; } = new(
        "unsupported-media-type", 415, "The request is not JSON.",
        "Send JSON in UTF-8 with the header Content-Type: application/json.");

    public static Problem Internal { get; } = new(
        "internal", 500, "The server failed.",
        "This is a bug and has been logged. Repeating a send under the same sendKey is safe.");

    public static Problem StoreUnavailable { get; } = new(
        "store-unavailable", 503, "The store cannot be reached.",
        "Repeat the request after the time in Retry-After; repeating with the same sendKey is safe.")
    {
        RetryAfter = s_storeRetry,
    };

    /// <param name="whatToDo">A sentence.</param>
    public static Problem Unauthenticated(string whatToDo) => new(
        "unauthenticated", 401, "There is no valid token.", whatToDo);

    /// <param name="field">The name of the member, parameter or header; <see cref="Faults.WholeRequest"/> for all.</param>
    /// <param name="whatToDo">A sentence.</param>
    public static Problem InvalidRequest(string field, string whatToDo) =>
        new Problem("invalid-request", 400, "The request is malformed.", whatToDo).With("field", field);

    /// <param name="field">The name of the member that is too long.</param>
    /// <param name="bytesMax">What it may have.</param>
    public static Problem TextTooLarge(string field, int bytesMax) => (BodyTooLarge with
    {
        Detail = $"Send at most {bytesMax} bytes in '{field}' (as UTF-8, or decoded from base64).",
    }).With("field", field);
}
