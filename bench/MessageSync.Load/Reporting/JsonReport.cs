using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MessageSync.Load.Reporting;

/// <summary>A report as JSON: all figures, in milliseconds and per second. Members are only ever added.</summary>
internal static class JsonReport
{
    // The file is never part of a page; names of processors and systems stay readable.
    private static readonly JsonReportContext Shape = new(new JsonSerializerOptions(JsonReportContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The text.</summary>
    public static string Of(Report report) => JsonSerializer.Serialize(report, Shape.Report) + "\n";

    /// <summary>Reads it again.</summary>
    public static Report Read(string json) => JsonSerializer.Deserialize(json, Shape.Report)!;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Report))]
internal sealed partial class JsonReportContext : JsonSerializerContext;
