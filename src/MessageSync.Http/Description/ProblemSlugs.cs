namespace MessageSync.Http;

/// <summary>Which problems an operation may answer, for the document.</summary>
internal static class ProblemSlugs
{
    private static readonly Dictionary<string, int> s_statuses = new(StringComparer.Ordinal)
    {
        ["invalid-request"] = 400,
        ["invalid-id"] = 400,
        ["device-required"] = 400,
        ["cursor-invalid"] = 400,
        ["unauthenticated"] = 401,
        ["forbidden"] = 403,
        ["not-a-member"] = 403,
        ["conversation-not-found"] = 404,
        ["message-not-found"] = 404,
        ["conversation-exists"] = 409,
        ["direct-conversation"] = 409,
        ["conversation-full"] = 409,
        ["send-key-reused"] = 409,
        ["version-conflict"] = 409,
        ["recalled"] = 409,
        ["recall-window-over"] = 409,
        ["body-too-large"] = 413,
        ["unsupported-media-type"] = 415,
        ["beyond-head"] = 422,
        ["rate-limited"] = 429,
        ["internal"] = 500,
        ["overloaded"] = 503,
        ["store-unavailable"] = 503,
    };

    public static int StatusOf(string slug) => s_statuses[slug];

    public static IEnumerable<string> Of(Operation operation)
    {
        string[] syntax = operation.Tag == "Health" ? [] : ["invalid-request", "invalid-id"];
        string[] body = operation.Body is null ? [] : ["body-too-large", "unsupported-media-type"];
        string[] caller = operation.IsAnonymous ? [] : ["unauthenticated", "forbidden", "overloaded", "store-unavailable"];
        return syntax.Concat(caller).Concat(operation.Problems).Concat(body).Append("internal").Distinct(StringComparer.Ordinal);
    }
}
