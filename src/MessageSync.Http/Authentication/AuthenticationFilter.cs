using MessageSync.Timelines;

namespace MessageSync.Http;

/// <summary>Who calls, for the endpoints behind <see cref="AuthenticationFilter"/>.</summary>
/// <param name="Caller">The caller.</param>
/// <param name="Ends">When their token is no longer good.</param>
internal sealed record SignedIn(Caller Caller, DateTimeOffset Ends);

/// <summary>Lets only those through whose token is right, before anything else of the request is judged.</summary>
internal sealed class AuthenticationFilter(Authenticator authenticator) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var (caller, ends, problem) = await authenticator.AuthenticateAsync(http.Request.Headers);
        if (problem is null) (caller, problem) = ActAs.Apply(caller, http.Request.Headers);
        if (problem is not null) return new ProblemResult(problem);

        http.Features.Set(new SignedIn(caller, ends));
        return await next(context);
    }
}
