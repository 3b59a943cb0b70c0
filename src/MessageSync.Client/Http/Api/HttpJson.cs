using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MessageSync.Client;

/// <summary>
/// Answers as JSON: unknown members and kinds are skipped, but what the wire promises must be there. So something else
/// that happens to answer with JSON is never taken for a server.
/// </summary>
internal static class HttpJson
{
    private static readonly JsonSerializerOptions s_options = new(ClientJson.Default.Options)
    {
        RespectNullableAnnotations = true,
        TypeInfoResolver = ClientJson.Default.WithAddedModifier(RequireWhatIsPromised),
    };

    /// <summary>How an answer of this type is read.</summary>
    public static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)s_options.GetTypeInfo(typeof(T));

    private static void RequireWhatIsPromised(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
            if (property.AssociatedParameter is { HasDefaultValue: false, IsNullable: false })
                property.IsRequired = true;
    }
}
