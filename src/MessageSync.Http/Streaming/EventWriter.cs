using System.Diagnostics;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MessageSync.Http;

/// <summary>Writes Server-Sent Events: lines <c>event</c>, <c>id</c> and <c>data</c>, an empty line. JSON as written here
/// has no line ends, so one line of data is always enough.</summary>
internal sealed class EventWriter(PipeWriter output)
{
    /// <summary>One for all streams of a thread: most of them write nothing for a long time.</summary>
    [ThreadStatic]
    private static Utf8JsonWriter? s_json;

    /// <summary>Bytes written that are not flushed.</summary>
    public long Unflushed => output.UnflushedBytes;

    public void Write(StreamEvent one)
    {
        switch (one)
        {
            case StreamEvent.Entry(var entry):
                Write("entry"u8, entry.Cursor, EntryShape.Of(entry));
                break;
            case StreamEvent.CaughtUp(var cursor, var head):
                Write("caught-up"u8, null, new CaughtUpShape(cursor, head));
                break;
            case StreamEvent.Reset(var notice):
                Write("reset"u8, notice.Floor, ResetShape.Of(notice));
                break;
            case StreamEvent.Signalled(var signal):
                Write("signal"u8, null, SignalShape.Of(signal));
                break;
            case StreamEvent.Conflict:
                Write("conflict"u8, null, new ConflictShape());
                break;
            default:
                throw new UnreachableException($"{one.GetType().Name} has no shape.");
        }
    }

    /// <summary>A line that readers skip.</summary>
    public void WriteComment() => Append(":\n\n"u8);

    private void Write<T>(ReadOnlySpan<byte> name, string? id, T shape)
    {
        Append("event: "u8);
        Append(name);
        if (id is not null)
        {
            Append("\nid: "u8);
            Encoding.ASCII.GetBytes(id.AsSpan(), output);
        }
        Append("\ndata: "u8);
        if (s_json is { } json) json.Reset(output);
        else json = s_json = new(output, Json.WriterOptions);
        JsonSerializer.Serialize(json, shape, (JsonTypeInfo<T>)Json.Options.GetTypeInfo(typeof(T)));
        Append("\n\n"u8);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(output.GetSpan(bytes.Length));
        output.Advance(bytes.Length);
    }
}
