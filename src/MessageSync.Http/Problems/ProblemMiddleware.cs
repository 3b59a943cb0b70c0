using MessageSync.Storage;

namespace MessageSync.Http;

/// <summary>The outermost step: whatever goes wrong inside leaves as a problem, and is logged at most once, here.</summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        Harden(http.Response);
        try
        {
            await next(http);
            if (OfBareStatus(http.Response) is { } problem) await new ProblemResult(problem).ExecuteAsync(http);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client hung up: nobody is there to answer, and nothing is wrong.
        }
        catch (Exception exception) when (!http.Response.HasStarted)
        {
            await AnswerAsync(http, exception);
        }
        catch (Exception exception)
        {
            // In the middle of a stream: too late for a problem, so the connection breaks.
            logger.RequestFailed(exception, http.Request.Method, RouteOf(http));
            http.Abort();
        }
    }

    private static void Harden(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
    }

    private static Problem? OfBareStatus(HttpResponse response) => response switch
    {
        { HasStarted: true } => null,
        { ContentType: not null } => null,
        { StatusCode: StatusCodes.Status404NotFound } => HttpProblems.NotFound,
        { StatusCode: StatusCodes.Status405MethodNotAllowed } => HttpProblems.MethodNotAllowed,
        _ => null,
    };

    private async Task AnswerAsync(HttpContext http, Exception exception)
    {
        var problem = OfException(exception);
        if (ReferenceEquals(problem, HttpProblems.Internal))
            logger.RequestFailed(exception, http.Request.Method, RouteOf(http));
        http.Response.Clear();
        Harden(http.Response);
        await new ProblemResult(problem).ExecuteAsync(http);
    }

    private static Problem OfException(Exception exception) => exception switch
    {
        StoreUnavailableException => HttpProblems.StoreUnavailable,
        StoreOverloadedException => RefusalProblems.Overloaded(TimeSpan.FromSeconds(1)),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => HttpProblems.BodyTooLarge,
        BadHttpRequestException => HttpProblems.InvalidRequest(
            Faults.WholeRequest, "Send the whole body, in time and as long as Content-Length says."),
        _ => HttpProblems.Internal,
    };

    // The pattern, not the path: ids stay out of the log where they tell nothing.
    private static string RouteOf(HttpContext http) =>
        (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";
}
