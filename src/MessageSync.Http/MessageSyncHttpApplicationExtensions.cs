using MessageSync.Http;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Serves the HTTP API.</summary>
public static class MessageSyncHttpApplicationExtensions
{
    /// <summary>
    /// Serves the HTTP API: <c>/v1</c>, <c>/healthz</c> and <c>/openapi/v1.json</c>; in the environment Development also
    /// <c>/v1/dev</c>, on loopback connections (behind a proxy on the same machine that is every connection). Answers of the whole application
    /// that are a bare 404 or 405, and exceptions, become problems.
    /// Kestrel's limit on request bodies is best left at its default (30 MB): the API's own, 512 KiB, answers with a
    /// problem, and a client that sends more gets to read it.
    /// </summary>
    /// <param name="app">The application; its other endpoints may be mapped before or after.</param>
    /// <returns>The same application, for chaining.</returns>
    public static WebApplication MapMessageSync(this WebApplication app)
    {
        var isDevelopment = app.Environment.IsDevelopment();

        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<RawPathMiddleware>();
        if (isDevelopment) app.UseDevelopmentOnLoopbackOnly();
        app.UseRouting();
        app.UseMiddleware<ExactPathMiddleware>();

        var v1 = app.MapGroup("/v1").AddEndpointFilter<RouteGroupBuilder, AuthenticationFilter>();
        v1.MapConversations();
        v1.MapMembers();
        v1.MapMessages();
        v1.MapViews();
        v1.MapInbox();
        v1.MapStreams();
        v1.MapDevices();
        v1.MapNotifications();
        v1.MapExplain();
        if (isDevelopment) app.MapDevelopment();
        app.MapHealth();
        app.MapOpenApi($"/openapi/{DescriptionExtensions.DocumentName}.json");
        return app;
    }
}
