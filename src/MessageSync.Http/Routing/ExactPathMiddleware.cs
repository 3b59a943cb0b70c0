using Microsoft.AspNetCore.Routing.Patterns;

namespace MessageSync.Http;

/// <summary>Undoes what routing forgives: another case, a slash at the end. One path has one spelling.</summary>
internal sealed class ExactPathMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint() is RouteEndpoint endpoint && endpoint.Metadata.GetMetadata<Operation>() is not null
            && !IsExact(endpoint.RoutePattern, http.Request.Path.Value ?? ""))
            http.SetEndpoint(null);
        return next(http);
    }

    private static bool IsExact(RoutePattern pattern, string path)
    {
        var segments = path.Split('/');
        if (segments.Length != pattern.PathSegments.Count + 1) return false;

        return pattern.PathSegments.Zip(segments.Skip(1)).All(pair =>
            pair.First.Parts is not [RoutePatternLiteralPart literal] || literal.Content == pair.Second);
    }
}
