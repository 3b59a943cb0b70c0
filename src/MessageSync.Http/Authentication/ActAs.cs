using MessageSync.Timelines;

namespace MessageSync.Http;

/// <summary>The header by which a service takes a user's rights: <c>user</c> or <c>user/device</c>.</summary>
internal static class ActAs
{
    public const string Header = "MessageSync-Act-As";

    /// <summary>Who calls, with the header taken into account.</summary>
    /// <param name="caller">Of the token.</param>
    /// <param name="headers">Of the request.</param>
    public static (Caller Caller, Problem? Problem) Apply(Caller caller, IHeaderDictionary headers)
    {
        var values = headers[Header];
        if (values.Count == 0) return (caller, null);
        if (!caller.IsService) return (caller, RefusalProblems.Of(new Refusal.Forbidden()));
        if (values is not [{ } value]) return Bad(caller);

        var (user, device) = value.IndexOf('/', StringComparison.Ordinal) is var at and >= 0
            ? (value[..at], value[(at + 1)..])
            : (value, null);
        if (!IdText.IsId(user) || (device is not null && !IdText.IsId(device))) return Bad(caller);

        return (new(new(user), device is null ? null : new DeviceId(device)), null);
    }

    private static (Caller, Problem) Bad(Caller caller) =>
        (caller, RefusalProblems.Of(new Refusal.InvalidId(Header)));
}
