using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace MessageSync.Silo.Export;

/// <summary>What the web server does not say itself in the span of a request, by OpenTelemetry's names: its route, and what
/// came of it.</summary>
internal static class RequestSpans
{
    /// <summary>Around everything else; nothing where no traces go anywhere.</summary>
    public static WebApplication UseRequestSpans(this WebApplication app)
    {
        if (app.Services.GetRequiredService<TelemetryExport>().Plan.Traces is null) return app;

        app.Use(async (http, next) =>
        {
            await next(http);
            if (http.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span) Tell(span, http);
        });
        return app;
    }

    private static void Tell(Activity span, HttpContext http)
    {
        var status = http.Response.StatusCode;
        span.SetTag("http.response.status_code", status);
        if ((http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText is { } route)
        {
            span.SetTag("http.route", route);
            span.DisplayName = $"{http.Request.Method} {route}";
        }
        if (status >= StatusCodes.Status500InternalServerError) span.SetStatus(ActivityStatusCode.Error);
    }
}
