using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace MessageSync.Load.Targets;

/// <summary>Reads Server-Sent Events as a silo writes them: one line of data each.</summary>
internal static class HttpEvents
{
    private const int BufferSize = 2048;
    private const string Name = "event: ";
    private const string Data = "data: ";

    /// <summary>The events that load knows, until the silo ends them.</summary>
    /// <param name="response">Disposed of at the end.</param>
    /// <param name="ct">Hangs up.</param>
    /// <exception cref="TargetException">The connection broke, or it is no stream of a silo.</exception>
    public static async IAsyncEnumerable<StreamStep> ReadAsync(
        HttpResponseMessage response, [EnumeratorCancellation] CancellationToken ct)
    {
        using var _ = response;
        using var lines = new StreamReader(
            await response.Content.ReadAsStreamAsync(ct), Encoding.UTF8, false, BufferSize);
        var (name, data) = ("", "");
        while (await NextAsync(lines, ct) is { } line)
        {
            if (line.StartsWith(Name, StringComparison.Ordinal)) name = line[Name.Length..];
            else if (line.StartsWith(Data, StringComparison.Ordinal)) data = line[Data.Length..];
            if (line.Length > 0) continue;

            if (Step(name, data) is { } step) yield return step;
            (name, data) = ("", "");
        }
    }

    private static async Task<string?> NextAsync(StreamReader lines, CancellationToken ct)
    {
        try
        {
            return await lines.ReadLineAsync(ct);
        }
        catch (IOException broken)
        {
            throw new TargetException("connection", $"A stream broke: {broken.Message}", broken);
        }
    }

    /// <returns>Null for what load has no use for.</returns>
    private static StreamStep? Step(string name, string data)
    {
        try
        {
            return name switch
            {
                "entry" => new(HttpTarget.Item(JsonSerializer.Deserialize(data, WireContext.Default.EntryShape)!)),
                "caught-up" => StreamStep.CaughtUp,
                _ => null,
            };
        }
        catch (JsonException wrong)
        {
            throw new TargetException("bad-reply", "What a stream brings is no entry.", wrong);
        }
    }
}
