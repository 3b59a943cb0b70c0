using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace MessageSync.Http;

/// <summary>What the document says as a whole.</summary>
internal sealed class DocumentDescription : IOpenApiDocumentTransformer
{
    public const string Bearer = "bearer";

    private const string About = """
        Keeps every message of every conversation in order, and every device of every user up to date.

        A user's **Inbox** tells a device what happened while it was away (`sync`); a conversation's history is read
        by **roaming**. Ids are 1 to 128 of `A-Z a-z 0-9 . _ - : @`; cursors are opaque. Requests are read strictly:
        an unknown, doubled or wrongly cased member or parameter is refused.
        Refusals are `application/problem+json`: decide by the end of `type`, do what `detail` says.
        """;

    public Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new() { Title = "MessageSync", Version = "v1", Description = About };
        document.Components ??= new();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "Claims: sub (user), device, exp; role \"service\" for a backend, which may add the header "
                + "MessageSync-Act-As: user or user/device.",
        };
        return Task.CompletedTask;
    }
}
