using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace MessageSync.Http;

/// <summary>
/// Answers with a stream: hands on what it brings, a comment when it is quiet. Nothing is read from the stream before the
/// last of it was taken by the connection, so a slow reader costs little; one that stops reading is cut off.
/// </summary>
internal sealed class EventStreamResult(
    IInboxStream stream, ReaderWatch reader, DateTimeOffset ends, MessageSyncStreamOptions options, TimeProvider clock,
    StreamMetrics metrics) : IResult
{
    public const string ContentType = "text/event-stream";

    /// <summary>Bytes gathered before they go to the connection.</summary>
    private const int Gathered = 32 * 1024;

    private string _end = StreamMetrics.Left;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var _ = stream;
        Prepare(httpContext);
        using var over = new MomentCancellation(ends, clock, httpContext.RequestAborted);
        var writer = new EventWriter(httpContext.Response.BodyWriter);
        var isTaken = false;
        try
        {
            isTaken = await CopyAsync(writer, httpContext.Response, over.Token);
        }
        catch (OperationCanceledException) when (over.HasCome)
        {
            isTaken = writer.Unflushed == 0;
            _end = StreamMetrics.Expired;
        }
        finally
        {
            metrics.Ended(_end);
        }
        if (!isTaken) httpContext.Abort();
    }

    /// <returns>False when the reader does not take what waits for it.</returns>
    private async Task<bool> CopyAsync(EventWriter writer, HttpResponse response, CancellationToken ct)
    {
        writer.WriteComment();   // so that the reader sees at once that it is connected
        if (!await FlushAsync(response, ct)) return false;

        while (await stream.NextAsync(TimeToComment(), ct) is { } events)
        {
            if (events.Count == 0) writer.WriteComment();
            foreach (var one in events)
            {
                writer.Write(one);
                reader.Wrote(one);
                if (writer.Unflushed > Gathered && !await FlushAsync(response, ct)) return false;
            }
            if (!await FlushAsync(response, ct)) return false;
        }
        _end = StreamMetrics.Over;
        return true;
    }

    /// <summary>Comments of all streams come in the same moments, once a second: work that comes together costs half as
    /// much.</summary>
    private TimeSpan TimeToComment()
    {
        var past = TimeSpan.FromTicks((clock.GetUtcNow() + options.CommentTime).Ticks % TimeSpan.TicksPerSecond);
        return past < options.CommentTime ? options.CommentTime - past : options.CommentTime;
    }

    private async Task<bool> FlushAsync(HttpResponse response, CancellationToken ct)
    {
        var flush = response.BodyWriter.FlushAsync(ct);
        if (flush.IsCompletedSuccessfully) return !flush.Result.IsCompleted;

        var flushed = flush.AsTask();
        if (await reader.TakesAsync(flushed, ct)) return !(await flushed).IsCompleted;

        _end = StreamMetrics.Slow;
        return false;
    }

    private static void Prepare(HttpContext http)
    {
        http.Request.Headers.Authorization = default;   // nobody needs it as long as the stream lives
        http.Response.ContentType = ContentType;
        http.Response.Headers["X-Accel-Buffering"] = "no";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        // The server's own rule counts bytes; ours knows what waits.
        if (http.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate) rate.MinDataRate = null;
    }
}
