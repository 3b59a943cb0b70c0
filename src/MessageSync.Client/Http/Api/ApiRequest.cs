using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MessageSync.Client;

/// <summary>One request, which can be made again.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Below the base address, with its query.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path)
{
    private byte[]? _json;

    /// <summary>How long the server may hold the answer.</summary>
    public TimeSpan Hold { get; init; }

    /// <summary>What the answer is to be: the media type asked for.</summary>
    public string Accept { get; init; } = "application/json";

    public static ApiRequest Get(string path) => new(HttpMethod.Get, path);

    public static ApiRequest Delete(string path) => new(HttpMethod.Delete, path);

    /// <summary>A request with a body.</summary>
    public static ApiRequest With<T>(HttpMethod method, string path, T body, JsonTypeInfo<T> type) =>
        new(method, path) { _json = JsonSerializer.SerializeToUtf8Bytes(body, type) };

    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(Method, new Uri(Path, UriKind.Relative));
        message.Headers.Accept.ParseAdd(Accept);
        if (_json is not null)
            message.Content = new ByteArrayContent(_json)
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            };
        return message;
    }
}

/// <summary>Paths below the base address.</summary>
internal static class Paths
{
    public const string Conversations = "v1/conversations";
    public const string Inbox = "v1/inbox";

    public static string Conversation(string id) => $"{Conversations}/{Segment(id)}";

    public static string Members(string id) => Conversation(id) + "/members";

    public static string Messages(string id) => Conversation(id) + "/messages";

    public static string Message(string id, long seq) => string.Create(null, $"{Messages(id)}/{seq}");

    /// <summary>One segment of a path.</summary>
    /// <exception cref="ArgumentException">It is empty, <c>.</c> or <c>..</c>: that would be another path.</exception>
    public static string Segment(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        if (id is "." or "..") throw new ArgumentException("'.' and '..' are not ids.", nameof(id));
        return Uri.EscapeDataString(id);
    }

    /// <summary>A query of those parameters that have a value.</summary>
    public static string Query(params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var parts = new List<string>();
        foreach (var (name, value) in parameters)
            if (value is not null) parts.Add($"{name}={Uri.EscapeDataString(string.Create(null, $"{value}"))}");
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }
}
