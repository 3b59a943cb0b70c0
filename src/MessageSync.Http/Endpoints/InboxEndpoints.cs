namespace MessageSync.Http;

/// <summary>sync and ack.</summary>
internal static class InboxEndpoints
{
    private const int WaitMillisecondsMax = 60_000;

    public static void MapInbox(this IEndpointRouteBuilder v1)
    {
        v1.MapGet("/inbox", SyncAsync).WithOperation(Operations.Sync);
        v1.MapPost("/inbox/ack", AckAsync).WithOperation(Operations.Ack);
    }

    private static async Task<IResult> SyncAsync(Call call, IMessageSync sync)
    {
        var query = new SyncQuery
        {
            Cursor = call.Query.Text("cursor"),
            Limit = call.Query.Integer("limit", 0, Limits.SyncPageMax, 100),
            Wait = TimeSpan.FromMilliseconds(call.Query.Integer("wait", 0, WaitMillisecondsMax, 0)),
            Ack = call.Query.Text("ack"),
        };
        if (call.ForUsers().Refused() is { } refused) return refused;

        return (await sync.SyncAsync(call.Caller, query, call.Aborted)).ToOk(SyncReplyShape.Of);
    }

    private static async Task<IResult> AckAsync(Call call, IMessageSync sync)
    {
        var json = await call.JsonAsync();
        var cursor = json.Text("cursor", 0, int.MaxValue);
        if (call.ForUsers().Refused() is { } refused) return refused;

        return (await sync.AckAsync(call.Caller, cursor, call.Aborted)).ToResult();
    }
}
