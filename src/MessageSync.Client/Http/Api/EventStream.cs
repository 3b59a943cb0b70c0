using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace MessageSync.Client;

/// <summary>The Server-Sent Events of an Inbox.</summary>
internal static class EventStream
{
    private const string MediaType = "text/event-stream";

    public static async IAsyncEnumerable<StreamEvent> ReadAsync(
        ApiConnection server, string path, [EnumeratorCancellation] CancellationToken ct)
    {
        using var answer = await server.OpenAsync(ApiRequest.Get(path) with { Accept = MediaType }, ct)
            .ConfigureAwait(false);
        var events = Parse(answer.Stream).EnumerateAsync(ct).GetAsyncEnumerator(ct);
        await using var _ = events.ConfigureAwait(false);
        while (await NextAsync(events, ct).ConfigureAwait(false))
        {
            answer.Stream.EventCame();
            if (events.Current.Data is { } known) yield return known;
        }
    }

    /// <summary>Reads the events of a connection; null stands for one that is not known.</summary>
    public static SseParser<StreamEvent?> Parse(Stream connection) =>
        SseParser.Create<StreamEvent?>(connection, Read);

    private static async ValueTask<bool> NextAsync(
        IAsyncEnumerator<SseItem<StreamEvent?>> events, CancellationToken ct)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (ApiConnection.IsLost(exception, ct))
        {
            throw ApiConnection.Lost(exception);
        }
    }

    /// <returns>Null for an event that is not known.</returns>
    private static StreamEvent? Read(string kind, ReadOnlySpan<byte> data) => kind switch
    {
        "entry" => new StreamEvent.EntryCame(ApiConnection.Read(data, HttpJson.Of<InboxEntry>())),
        "caught-up" => new StreamEvent.CaughtUp(ApiConnection.Read(data, HttpJson.Of<StreamPosition>())),
        "reset" => new StreamEvent.ResetCame(ApiConnection.Read(data, HttpJson.Of<Reset>())),
        "conflict" => new StreamEvent.Conflict(),
        "signal" => new StreamEvent.SignalCame(ApiConnection.Read(data, HttpJson.Of<Signal>())),
        _ => null,
    };
}
