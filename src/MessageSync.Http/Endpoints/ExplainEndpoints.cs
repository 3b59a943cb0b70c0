namespace MessageSync.Http;

/// <summary>explain, for support.</summary>
internal static class ExplainEndpoints
{
    public static void MapExplain(this IEndpointRouteBuilder v1) =>
        v1.MapGet("/explain", ExplainAsync).WithOperation(Operations.Explain);

    private static async Task<IResult> ExplainAsync(Call call, IMessageSync sync)
    {
        var user = Required(call, "user");
        var device = call.Query.Id("device");
        var conversation = Required(call, "conversation");
        var seq = call.Query.Integer("seq", 1, long.MaxValue);
        if (seq is null) call.Faults.Missing("seq", "Give 'seq', a whole number from 1.");
        if (call.ForServices().Refused() is { } refused) return refused;

        var explanation = await sync.ExplainAsync(
            call.Caller, new(user), device is null ? null : new DeviceId(device), new(conversation), new(seq!.Value), call.Aborted);
        return explanation.ToOk(ExplanationShape.Of);
    }

    private static string Required(Call call, string name)
    {
        if (call.Query.Id(name) is { } id) return id;

        call.Faults.Missing(name, $"Give '{name}', an id.");
        return Ids.Placeholder;
    }
}
