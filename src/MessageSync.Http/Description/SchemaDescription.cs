using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace MessageSync.Http;

/// <summary>Corrects what the schemas say: numbers are numbers, words are listed, and a member of a response is either
/// always there (and then perhaps null) or left out (and then never null).</summary>
internal sealed class SchemaDescription : IOpenApiSchemaTransformer
{
    public Task TransformAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        const JsonSchemaType NumberOrText = JsonSchemaType.Integer | JsonSchemaType.String;
        if (schema.Type is { } type && (type & NumberOrText) == NumberOrText)
        {
            schema.Type = type & ~JsonSchemaType.String;
            schema.Pattern = null;
        }
        if (context.JsonPropertyInfo is { } property) DescribeMember(schema, property);
        if (context.JsonTypeInfo.Type.Name.EndsWith("Shape", StringComparison.Ordinal)) Require(schema, context.JsonTypeInfo);
        return Task.CompletedTask;
    }

    private static void DescribeMember(OpenApiSchema schema, JsonPropertyInfo property)
    {
        if (!IsAlwaysThere(property)) schema.Type &= ~JsonSchemaType.Null;
        if (AttributeOf<AllowedValuesAttribute>(property) is { } allowed)
            schema.Enum = [.. allowed.Values.Select(word => word is null ? JsonNullSentinel.JsonNull : JsonValue.Create((string)word)!)];
    }

    private static void Require(OpenApiSchema schema, JsonTypeInfo type)
    {
        if (schema.Properties is not { Count: > 0 } properties) return;

        var always = type.Properties.Where(IsAlwaysThere).Select(member => member.Name).Where(properties.ContainsKey);
        schema.Required = always.ToHashSet(StringComparer.Ordinal);
        if (properties.ContainsKey("kind")) schema.Required.Add("kind");
    }

    private static bool IsAlwaysThere(JsonPropertyInfo property) => AttributeOf<JsonIgnoreAttribute>(property) is null;

    private static T? AttributeOf<T>(JsonPropertyInfo property) where T : Attribute =>
        property.AttributeProvider?.GetCustomAttributes(typeof(T), inherit: false).OfType<T>().FirstOrDefault();
}
