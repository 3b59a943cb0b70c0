namespace MessageSync.Http;

/// <summary>hide, hidden, mutations and read.</summary>
internal static class ViewEndpoints
{
    public static void MapViews(this IEndpointRouteBuilder v1)
    {
        v1.MapPut("/conversations/{conversation}/hidden", HideAsync).WithOperation(Operations.Hide);
        v1.MapGet("/conversations/{conversation}/hidden", HiddenAsync).WithOperation(Operations.Hidden);
        v1.MapGet("/conversations/{conversation}/mutations", MutationsAsync).WithOperation(Operations.Mutations);
        v1.MapPut("/conversations/{conversation}/read", ReadAsync).WithOperation(Operations.Read);
    }

    private static async Task<IResult> HideAsync(Call call, IMessageSync sync)
    {
        var id = call.Conversation();
        var json = await call.JsonAsync();
        var (from, to) = (json.RequiredInteger("from", 1, Json.NumberMax), json.RequiredInteger("to", 1, Json.NumberMax));
        var unlist = json.Flag("unlist") ?? false;
        if (to < from) call.Faults.Invalid("to", "Give 'to' not below 'from'.");
        if (call.ForUsers().Refused() is { } refused) return refused;

        var range = new SeqRange(new(from), new(to));
        return (await sync.HideAsync(call.Caller, id, range, unlist, call.Aborted)).ToResult();
    }

    private static async Task<IResult> HiddenAsync(Call call, IMessageSync sync)
    {
        var id = call.Conversation();
        if (call.ForUsers().Refused() is { } refused) return refused;

        return (await sync.HiddenAsync(call.Caller, id, call.Aborted)).ToOk(HiddenShape.Of);
    }

    private static async Task<IResult> MutationsAsync(Call call, IMessageSync sync)
    {
        var id = call.Conversation();
        var after = call.Query.Integer("after", 0, long.MaxValue) ?? 0;
        var limit = call.Query.Integer("limit", 0, Limits.MutationsPageMax, 100);
        if (call.Refused() is { } refused) return refused;

        var page = await sync.MutationsAsync(call.Caller, id, new(after), limit, call.Aborted);
        return page.ToOk(MutationsPageShape.Of);
    }

    private static async Task<IResult> ReadAsync(Call call, IMessageSync sync)
    {
        var id = call.Conversation();
        var json = await call.JsonAsync();
        var upTo = json.RequiredInteger("upTo", 0, Json.NumberMax);
        var unread = json.Flag("unread") ?? false;
        if (call.ForUsers().Refused() is { } refused) return refused;

        return (await sync.ReadAsync(call.Caller, id, new(upTo), unread, call.Aborted)).ToResult();
    }
}
