using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace MessageSync.Http;

/// <summary>Fills in one operation of the document from its <see cref="Operation"/>.</summary>
internal sealed class OperationDescription : IOpenApiOperationTransformer
{
    private const string Json = "application/json";

    public async Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<Operation>().FirstOrDefault() is not { } told)
            return;

        operation.OperationId = told.Id;
        operation.Summary = told.Summary;
        operation.Description = told.Description;
        operation.Parameters = [.. PathParameters(context), .. told.Query.Select(Parameter)];
        operation.RequestBody = await BodyAsync(told, context, cancellationToken);
        operation.Responses ??= [];
        await AddAnswersAsync(operation.Responses, told, context, cancellationToken);
        await AddProblemsAsync(operation.Responses, told, context, cancellationToken);
        if (!told.IsAnonymous)
            operation.Security =
            [
                new() { [new OpenApiSecuritySchemeReference(DocumentDescription.Bearer, context.Document)] = [] },
            ];
    }

    private static IEnumerable<IOpenApiParameter> PathParameters(OpenApiOperationTransformerContext context) =>
        (context.Description.RelativePath ?? "").Split('/').Where(part => part.StartsWith('{')).Select(part =>
            new OpenApiParameter
            {
                Name = part.Trim('{', '}'),
                In = ParameterLocation.Path,
                Required = true,
                Schema = part == "{seq}"
                    ? new() { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "1" }
                    : new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = IdText.LengthMax },
            });

    private static OpenApiParameter Parameter(QueryParameter told) => new()
    {
        Name = told.Name,
        In = ParameterLocation.Query,
        Description = told.Description,
        Schema = new OpenApiSchema
        {
            Type = told.Type,
            Format = told.Type == JsonSchemaType.Integer ? "int64" : null,
            Minimum = told.Min is { } min ? Text(min) : null,
            Maximum = told.Max is { } max ? Text(max) : null,
            Default = told.Default is not { } text ? null
                : told.Type == JsonSchemaType.Integer ? JsonValue.Create(long.Parse(text, CultureInfo.InvariantCulture))
                : JsonValue.Create(text),
            Enum = told.Words.Count == 0 ? null : [.. told.Words.Select(word => (JsonNode)word)],
        },
    };

    private static async Task<IOpenApiRequestBody?> BodyAsync(
        Operation told, OpenApiOperationTransformerContext context, CancellationToken ct) => told.Body is null ? null
        : new OpenApiRequestBody
        {
            Required = told.BodyIsRequired,
            Content = Content(Json, [await ComponentAsync(told.Body, context, ct)]),
        };

    private static async Task AddAnswersAsync(
        OpenApiResponses responses, Operation told, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        foreach (var answers in told.Answers.GroupBy(answer => answer.Status))
        {
            var response = new OpenApiResponse { Description = answers.First().Meaning };
            responses[Text(answers.Key)] = response;
            var schemas = new List<IOpenApiSchema>();
            foreach (var (_, type, _) in answers)
                if (type is not null) schemas.Add(await ComponentAsync(type, context, ct));
            if (schemas.Count > 0) response.Content = Content(answers.First().ContentType, schemas);
        }
    }

    private static async Task AddProblemsAsync(
        OpenApiResponses responses, Operation told, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var schema = await ComponentAsync(typeof(ProblemShape), context, ct);
        foreach (var group in ProblemSlugs.Of(told).GroupBy(ProblemSlugs.StatusOf).OrderBy(group => group.Key))
            responses[Text(group.Key)] = new OpenApiResponse
            {
                Description = string.Join(", ", group.Select(slug => $"`{slug}`")),
                Content = Content(ProblemResult.ContentType, [schema]),
            };
    }

    private static async Task<IOpenApiSchema> ComponentAsync(
        Type type, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var name = DescriptionExtensions.NameOf(type);
        var document = context.Document!;
        if (document.Components?.Schemas?.ContainsKey(name) != true)
            document.AddComponent(name, await context.GetOrCreateSchemaAsync(type, null, ct));
        return new OpenApiSchemaReference(name, document);
    }

    private static Dictionary<string, OpenApiMediaType> Content(string type, IList<IOpenApiSchema> schemas) =>
        new(StringComparer.Ordinal)
        {
            [type] = new() { Schema = schemas is [var only] ? only : new OpenApiSchema { OneOf = schemas } },
        };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
