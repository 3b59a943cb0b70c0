using System.Net;
using System.Text.Json;

namespace MessageSync.Client;

/// <summary>What an answer that is no success means.</summary>
internal static class Problems
{
    private static readonly string[] s_fixed = ["type", "title", "status", "detail"];

    /// <summary>A refusal of the server; anything else that answers, a proxy say, decides nothing.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="json">Its body; empty when it is no problem.</param>
    /// <param name="clock">For a <c>Retry-After</c> that names a time.</param>
    public static Exception Read(HttpResponseMessage response, ReadOnlySpan<byte> json, TimeProvider clock)
    {
        var (status, retryAfter) = ((int)response.StatusCode, RetryAfter(response, clock));
        if (!json.IsEmpty && Refusal(json, status, retryAfter) is { } refusal) return refusal;

        // Whoever says this says it of the request as such: it will not pass later either.
        if (response.StatusCode == HttpStatusCode.RequestEntityTooLarge)
            return new MessageSyncException(
                "body-too-large", status, "The request is too large.", "Send less at once.");

        return new AnswerLostException($"Something that is no MessageSync server answered with {status}.")
        {
            RetryAfter = retryAfter,
        };
    }

    private static MessageSyncException? Refusal(ReadOnlySpan<byte> json, int status, TimeSpan? retryAfter)
    {
        Dictionary<string, JsonElement> members;
        try
        {
            var reader = new Utf8JsonReader(json);
            var problem = JsonElement.ParseValue(ref reader);
            if (problem.ValueKind != JsonValueKind.Object) return null;

            members = problem.EnumerateObject().ToDictionary(
                member => member.Name, member => member.Value, StringComparer.Ordinal);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return null;
        }
        var type = Text("type").Split('/');
        if (type is not [.., "problems", { Length: > 0 } slug]) return null;

        return new(slug, status, Text("title"), Text("detail"))
        {
            RetryAfter = retryAfter,
            Facts = members.Where(member => !s_fixed.Contains(member.Key, StringComparer.Ordinal))
                .ToDictionary(StringComparer.Ordinal),
        };

        string Text(string name) =>
            members.GetValueOrDefault(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider clock)
    {
        var after = response.Headers.RetryAfter;
        var pause = after?.Delta ?? after?.Date - clock.GetUtcNow();
        return pause < TimeSpan.Zero ? TimeSpan.Zero : pause;
    }
}
