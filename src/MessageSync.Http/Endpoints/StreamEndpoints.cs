using System.Text;
using Microsoft.Extensions.Options;

namespace MessageSync.Http;

/// <summary>stream and signal.</summary>
internal static class StreamEndpoints
{
    public static void MapStreams(this IEndpointRouteBuilder v1)
    {
        v1.MapGet("/inbox/stream", StreamAsync).WithOperation(Operations.Stream);
        v1.MapPost("/conversations/{conversation}/signals", SignalAsync).WithOperation(Operations.Signal);
    }

    private static async Task<IResult> StreamAsync(
        Call call, IMessageSync sync, IOptions<MessageSyncStreamOptions> options, TimeProvider clock,
        StreamMetrics metrics)
    {
        var cursor = call.Query.Text("cursor");
        cursor = call.Header("Last-Event-ID") ?? cursor;
        if (call.ForUsers().Refused() is { } refused) return refused;

        var reader = new ReaderWatch(call.Caller, sync, options.Value, clock);
        return (await sync.StreamAsync(call.Caller, cursor, call.Aborted)).ToResult(
            stream => new EventStreamResult(stream, reader, call.Ends, options.Value, clock, metrics));
    }

    private static async Task<IResult> SignalAsync(Call call, IMessageSync sync)
    {
        var conversation = call.Conversation();
        var json = await call.JsonAsync();
        var name = json.Text("name", 1, Limits.SignalNameLengthMax);
        var body = json.OptionalText("body", 0, int.MaxValue);
        if (Encoding.UTF8.GetByteCount(body ?? "") > Limits.SignalBytesMax)
            call.Faults.Add(HttpProblems.TextTooLarge("body", Limits.SignalBytesMax));
        if (call.Refused() is { } refused) return refused;

        var told = await sync.SignalAsync(call.Caller, conversation, name, body, call.Aborted);
        return told.ToResult(_ => TypedResults.StatusCode(StatusCodes.Status202Accepted));
    }
}
