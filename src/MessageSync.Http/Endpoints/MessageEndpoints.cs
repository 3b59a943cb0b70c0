using MessageSync.Timelines;

namespace MessageSync.Http;

/// <summary>send, roam, some, one, edit and recall.</summary>
internal static class MessageEndpoints
{
    public static void MapMessages(this IEndpointRouteBuilder v1)
    {
        v1.MapPost("/conversations/{conversation}/messages", SendAsync).WithOperation(Operations.Send);
        v1.MapGet("/conversations/{conversation}/messages", RoamAsync).WithOperation(Operations.Roam);
        v1.MapGet("/conversations/{conversation}/messages/{seq}", OneAsync).WithOperation(Operations.One);
        v1.MapPut("/conversations/{conversation}/messages/{seq}", EditAsync).WithOperation(Operations.Edit);
        v1.MapDelete("/conversations/{conversation}/messages/{seq}", RecallAsync).WithOperation(Operations.Recall);
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

    private static async Task<IResult> EditAsync(Call call, IMessageSync sync)
    {
        var (id, seq) = (call.Conversation(), call.Seq());
        var json = await call.JsonAsync();
        var body = json.MessageBody(call.Faults);
        var version = (int)json.RequiredInteger("version", 0, int.MaxValue);
        if (call.Refused() is { } refused) return refused;

        return (await sync.EditAsync(call.Caller, id, seq, body, version, call.Aborted)).ToOk(MessageShape.Of);
    }

    private static async Task<IResult> RecallAsync(Call call, IMessageSync sync)
    {
        var (id, seq) = (call.Conversation(), call.Seq());
        if (call.Refused() is { } refused) return refused;

        return (await sync.RecallAsync(call.Caller, id, seq, call.Aborted)).ToResult();
    }
}
