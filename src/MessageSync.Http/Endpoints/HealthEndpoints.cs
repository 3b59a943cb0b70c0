using MessageSync.Storage;

namespace MessageSync.Http;

/// <summary>For whoever watches the process: no token.</summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/healthz/live", Live).WithOperation(Operations.Live);
        app.MapGet("/healthz/ready", ReadyAsync).WithOperation(Operations.Ready);
    }

    private static IResult Live() => Reply.Ok(new HealthShape("live"));

    private static async Task<IResult> ReadyAsync(
        HttpContext http, IStoreSettings store, IEnumerable<IReadinessWarning> all)
    {
        using var patience = new CancellationTokenSource(s_patience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, http.RequestAborted);
        try
        {
            await store.PingAsync(either.Token);
            string[] warnings = [.. all.Select(one => one.Sentence).OfType<string>()];
            return Reply.Ok(new HealthShape("ready", warnings.Length > 0 ? warnings : null));
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return new ProblemResult(HttpProblems.StoreUnavailable);
        }
    }
}
