namespace MessageSync.Http;

/// <summary>members, bulk, join or add or role, leave or remove.</summary>
internal static class MemberEndpoints
{
    public static void MapMembers(this IEndpointRouteBuilder v1)
    {
        v1.MapGet("/conversations/{conversation}/members", ListAsync).WithOperation(Operations.Members);
        v1.MapPost("/conversations/{conversation}/members", ChangeAsync).WithOperation(Operations.ChangeMembers);
        v1.MapPut("/conversations/{conversation}/members/{user}", PutAsync).WithOperation(Operations.PutMember);
        v1.MapDelete("/conversations/{conversation}/members/{user}", RemoveAsync)
            .WithOperation(Operations.RemoveMember);
    }

    private static async Task<IResult> ListAsync(Call call, IMessageSync sync)
    {
        var id = call.Conversation();
        var after = call.Query.User("after");
        var limit = call.Query.Integer("limit", 1, Limits.MembersPageMax, 100);
        if (call.Refused() is { } refused) return refused;

        return (await sync.MembersAsync(call.Caller, id, after, limit, call.Aborted)).ToOk(MembersPageShape.Of);
    }

    private static async Task<IResult> ChangeAsync(Call call, IMessageSync sync)
    {
        var id = call.Conversation();
        var json = await call.JsonAsync();
        var add = json.Users("add", Limits.MembersPerCallMax);
        var remove = json.Users("remove", Limits.MembersPerCallMax);
        if (add.Count + remove.Count > Limits.MembersPerCallMax)
            call.Faults.Invalid("remove", $"Name at most {Limits.MembersPerCallMax} users in 'add' and 'remove' together.");
        if (add.Intersect(remove).Any())
            call.Faults.Invalid("remove", "Name nobody in both 'add' and 'remove'.");
        if (call.Refused() is { } refused) return refused;

        return (await sync.ChangeMembersAsync(call.Caller, id, add, remove, call.Aborted)).ToResult();
    }

    private static async Task<IResult> PutAsync(Call call, IMessageSync sync)
    {
        var (id, user) = (call.Conversation(), call.User());
        var json = await call.OptionalJsonAsync();
        var role = json.Word("role", Words.Roles);
        if (call.Refused() is { } refused) return refused;

        return (await sync.PutMemberAsync(call.Caller, id, user, role, call.Aborted)).ToResult();
    }

    private static async Task<IResult> RemoveAsync(Call call, IMessageSync sync)
    {
        var (id, user) = (call.Conversation(), call.User());
        if (call.Refused() is { } refused) return refused;

        return (await sync.RemoveMemberAsync(call.Caller, id, user, call.Aborted)).ToResult();
    }
}
