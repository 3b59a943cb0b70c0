using MessageSync.Timelines;

namespace MessageSync.Http;

/// <summary>create, show, change and list.</summary>
internal static class ConversationEndpoints
{
    public static void MapConversations(this IEndpointRouteBuilder v1)
    {
        v1.MapPost("/conversations", CreateAsync).WithOperation(Operations.Create);
        v1.MapGet("/conversations", ListAsync).WithOperation(Operations.List);
        v1.MapGet("/conversations/{conversation}", ShowAsync).WithOperation(Operations.Show);
        v1.MapPatch("/conversations/{conversation}", ChangeAsync).WithOperation(Operations.Change);
    }

    private static async Task<IResult> CreateAsync(Call call, IMessageSync sync)
    {
        var json = await call.JsonAsync();
        var wanted = NewConversation.Read(json, call.Caller, call.Faults);
        if (wanted is { Kind: ConversationKind.Direct }) call.ForUsers();
        if (call.Refused() is { } refused) return refused;

        var answer = wanted.Kind == ConversationKind.Direct
            ? await sync.CreateDirectAsync(call.Caller, wanted.With, call.Aborted)
            : await sync.CreateGroupAsync(call.Caller, wanted.Id, wanted.Group, call.Aborted);
        return answer.ToResult(made => Reply.Made(ConversationShape.Of(made.Conversation), made.IsNew));
    }

    private static async Task<IResult> ListAsync(Call call, IMessageSync sync)
    {
        var query = new ListQuery
        {
            Limit = call.Query.Integer("limit", 1, Limits.ListPageMax, 50),
            Page = call.Query.Text("page"),
            Order = call.Query.Word("sort", Words.Orders) ?? ListOrder.Recent,
            Left = call.Query.Word("left", Words.Flags) ?? true,
            LostAfter = call.Query.Text("lostAfter"),
        };
        if (call.ForUsers().Refused() is { } refused) return refused;

        return (await sync.ListAsync(call.Caller, query, call.Aborted)).ToOk(ConversationListShape.Of);
    }

    private static async Task<IResult> ShowAsync(Call call, IMessageSync sync)
    {
        var id = call.Conversation();
        if (call.Refused() is { } refused) return refused;

        return (await sync.ShowAsync(call.Caller, id, call.Aborted)).ToOk(ConversationShape.Of);
    }

    private static async Task<IResult> ChangeAsync(Call call, IMessageSync sync)
    {
        var id = call.Conversation();
        var json = await call.JsonAsync();
        var title = json.Text("title", 0, Limits.TitleLengthMax);
        if (call.Refused() is { } refused) return refused;

        return (await sync.ChangeAsync(call.Caller, id, title, call.Aborted)).ToOk(ConversationShape.Of);
    }
}
