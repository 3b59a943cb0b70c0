using MessageSync.Timelines;

namespace MessageSync.Http;

/// <summary>send, roam, some and one.</summary>
internal static class MessageEndpoints
{
    public static void MapMessages(this IEndpointRouteBuilder v1)
    {
        v1.MapPost("/conversations/{conversation}/messages", SendAsync).WithOperation(Operations.Send);
        v1.MapGet("/conversations/{conversation}/messages", RoamAsync).WithOperation(Operations.Roam);
        v1.MapGet("/conversations/{conversation}/messages/{seq}", OneAsync).WithOperation(Operations.One);
    }

    private static async Task<IResult> SendAsync(Call call, IMessageSync sync)
    {
        var id = call.Conversation();
        var json = await call.JsonAsync();
        var key = json.SendKey(call.Faults);
        var body = json.MessageBody(call.Faults);
        if (call.Refused() is { } refused) return refused;

        var answer = await sync.SendAsync(call.Caller, id, key, body, call.Aborted);
        return answer.ToResult(receipt => Reply.Made(SendReceiptShape.Of(receipt), !receipt.Duplicate));
    }

    private static async Task<IResult> RoamAsync(Call call, IMessageSync sync)
    {
        var id = call.Conversation();
        call.Query.OnlyOneOf("before", "after", "around", "at", "seqs");
        if (call.Query.Seqs("seqs", Limits.RoamingPageMax) is { } seqs) return await SomeAsync(call, sync, id, seqs);

        var anchor = AnchorOf(call.Query);
        var limit = call.Query.Integer("limit", 0, Limits.RoamingPageMax, 50);
        if (call.Refused() is { } refused) return refused;

        return (await sync.RoamAsync(call.Caller, id, anchor, limit, call.Aborted)).ToOk(RoamingPageShape.Of);
    }

    private static RoamingAnchor AnchorOf(QueryValues query)
    {
        if (query.Integer("before", 0, long.MaxValue) is { } before) return new RoamingAnchor.Before(new(before));
        if (query.Integer("after", 0, long.MaxValue) is { } after) return new RoamingAnchor.After(new(after));
        if (query.Integer("around", 0, long.MaxValue) is { } around) return new RoamingAnchor.Around(new(around));
        if (query.Time("at") is { } time) return new RoamingAnchor.At(time);
        return new RoamingAnchor.Newest();
    }

    private static async Task<IResult> SomeAsync(
        Call call, IMessageSync sync, ConversationId id, IReadOnlyList<SeqNo> seqs)
    {
        if (call.Refused() is { } refused) return refused;

        return (await sync.SomeAsync(call.Caller, id, seqs, call.Aborted)).ToOk(SomeMessagesShape.Of);
    }

    private static async Task<IResult> OneAsync(Call call, IMessageSync sync)
    {
        var (id, seq) = (call.Conversation(), call.Seq());
        if (call.Refused() is { } refused) return refused;

        return (await sync.OneAsync(call.Caller, id, seq, call.Aborted)).ToOk(MessageShape.Of);
    }
}
