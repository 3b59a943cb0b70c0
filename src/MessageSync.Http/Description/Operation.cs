using Microsoft.OpenApi;

namespace MessageSync.Http;

/// <summary>What the OpenAPI document tells of one endpoint. Carried as metadata; routing and calls do not use it, but
/// to know our own endpoints.</summary>
/// <param name="Id">The operation's id: a name for generated clients.</param>
/// <param name="Tag">Its chapter.</param>
/// <param name="Summary">One line.</param>
internal sealed record Operation(string Id, string Tag, string Summary)
{
    /// <summary>More than the one line, in Markdown.</summary>
    public string? Description { get; init; }

    /// <summary>Parameters of the query.</summary>
    public IReadOnlyList<QueryParameter> Query { get; init; } = [];

    /// <summary>The type that shows the body's members; null for none.</summary>
    public Type? Body { get; init; }

    /// <summary>False where a request may come without a body.</summary>
    public bool BodyIsRequired { get; init; } = true;

    /// <summary>The good answers: status, type (null for no body) and what it means.</summary>
    public IReadOnlyList<GoodAnswer> Answers { get; init; } = [];

    /// <summary>The slugs it may be refused with, besides those of every call with a token.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>True where no token is asked for.</summary>
    public bool IsAnonymous { get; init; }
}

/// <summary>A good answer.</summary>
internal sealed record GoodAnswer(int Status, Type? Type, string Meaning)
{
    public string ContentType { get; init; } = "application/json";
}

/// <summary>A parameter of a query.</summary>
internal sealed record QueryParameter(string Name, JsonSchemaType Type, string Description)
{
    public long? Min { get; init; }

    public long? Max { get; init; }

    public string? Default { get; init; }

    public IReadOnlyList<string> Words { get; init; } = [];

    public static QueryParameter Number(string name, string description, long min, long? max, long? @default = null) =>
        new(name, JsonSchemaType.Integer, description)
        {
            Min = min,
            Max = max,
            Default = @default?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };

    public static QueryParameter Text(string name, string description) => new(name, JsonSchemaType.String, description);

    public static QueryParameter Word(string name, string description, params string[] words) =>
        new(name, JsonSchemaType.String, description) { Words = words, Default = words[0] };
}
