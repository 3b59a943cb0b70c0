using System.Net;

namespace MessageSync.Http;

/// <summary>Tokens and time for whoever tries the server out. Only mapped in development mode, only for this machine.</summary>
internal static class DevelopmentEndpoints
{
    private const string Prefix = "/v1/dev";
    private const long SecondsMax = 36_525L * 24 * 3600;
    private const long ExpiresInDefault = 30L * 24 * 3600;

    public static void MapDevelopment(this IEndpointRouteBuilder app)
    {
        app.MapPost(Prefix + "/token", TokenAsync).WithOperation(Operations.DevelopmentToken);
        app.MapPost(Prefix + "/clock", ClockAsync).WithOperation(Operations.DevelopmentClock);
    }

    /// <summary>To anybody else there is nothing at these paths.</summary>
    public static void UseDevelopmentOnLoopbackOnly(this IApplicationBuilder app) => app.Use((http, next) =>
        http.Request.Path.StartsWithSegments(Prefix, StringComparison.Ordinal) && !IsLoopback(http.Connection)
            ? new ProblemResult(HttpProblems.NotFound).ExecuteAsync(http)
            : next(http));

    private static bool IsLoopback(ConnectionInfo connection) =>
        connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);

    private static async Task<IResult> TokenAsync(Call call, DevelopmentMode development)
    {
        var json = await call.JsonAsync();
        var user = new UserId(json.Id("user"));
        var device = json.OptionalId("device") is { } id ? new DeviceId(id) : (DeviceId?)null;
        var isService = json.Flag("service") ?? false;
        var seconds = json.Integer("expiresInSeconds", -SecondsMax, SecondsMax) ?? ExpiresInDefault;
        if (call.Refused() is { } refused) return refused;

        return Reply.Ok(development.Issue(user, device, isService, TimeSpan.FromSeconds(seconds)));
    }

    private static async Task<IResult> ClockAsync(Call call, DevelopmentMode development)
    {
        var json = await call.JsonAsync();
        var seconds = json.Integer("advanceSeconds", 0, SecondsMax);
        if (seconds is null) call.Faults.Missing("advanceSeconds", "Give 'advanceSeconds', a whole number from 0.");
        if (call.Refused() is { } refused) return refused;

        if (await development.AdvanceAsync(TimeSpan.FromSeconds(seconds!.Value), call.Aborted))
            return TypedResults.NoContent();

        return new ProblemResult(HttpProblems.InvalidRequest(
            "advanceSeconds", "Give a smaller 'advanceSeconds': the clock is at most 100 years ahead, all in all."));
    }
}
