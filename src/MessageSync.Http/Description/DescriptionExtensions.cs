namespace MessageSync.Http;

/// <summary>The OpenAPI document.</summary>
internal static class DescriptionExtensions
{
    public const string DocumentName = "v1";

    /// <summary>Tells what an endpoint is.</summary>
    public static void WithOperation(this RouteHandlerBuilder endpoint, Operation operation)
    {
        endpoint.WithMetadata(operation).WithTags(operation.Tag);
        // Lets the framework make the schemas of everything inside, too; OperationDescription does the rest.
        foreach (var (status, type, _) in operation.Answers.DistinctBy(answer => answer.Status))
            endpoint.Produces(status, type, type is null ? null : "application/json");
    }

    /// <summary>A shape's name for clients.</summary>
    public static string NameOf(Type type) => type.Name.Replace("Shape", "", StringComparison.Ordinal);

    public static void AddMessageSyncDescription(this IServiceCollection services) =>
        services.AddOpenApi(DocumentName, options =>
        {
            var nameOf = options.CreateSchemaReferenceId;
            options.CreateSchemaReferenceId = type => nameOf(type) is null ? null : NameOf(type.Type);
            options.AddDocumentTransformer<DocumentDescription>();
            options.AddOperationTransformer<OperationDescription>();
            options.AddSchemaTransformer<SchemaDescription>();
        });
}
