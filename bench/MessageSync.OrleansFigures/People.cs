using MessageSync.Figures;

namespace MessageSync.OrleansFigures;

/// <summary>Who writes with whom, on data that is made once.</summary>
/// <param name="What">In words.</param>
/// <param name="Rows">Counted of one message: 1, or its Inbox rows.</param>
/// <param name="MakeAsync">Makes them.</param>
internal sealed record People(string What, int Rows, Func<IMessageSync, Task<World>> MakeAsync)
{
    /// <summary>Of <see cref="Rows"/>.</summary>
    public string Unit => Rows == 1 ? "messages/s" : "Inbox rows/s";

    /// <summary>Makes the data that every run gets a copy of.</summary>
    public async Task<(string Template, World World)> PrepareAsync(IData data, string name)
    {
        var template = await data.NewAsync(name);
        await using var server = await Server.StartAsync(data, template);
        return (template, await MakeAsync(server.Sync));
    }
}
