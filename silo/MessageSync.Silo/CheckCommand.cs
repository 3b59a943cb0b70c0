using MessageSync.Storage;

namespace MessageSync.Silo;

/// <summary>The command <c>check</c>: looks through everything that is stored.</summary>
internal static class CheckCommand
{
    /// <summary>Checks and tells.</summary>
    /// <returns>The exit code: 0 when every rule holds.</returns>
    public static async Task<int> RunAsync(SiloArguments arguments, CancellationToken ct)
    {
        using var host = StoreHost.Build(arguments);
        var data = SiloStorage.Describe(host.Services);
        if (!await SiloStorage.ExistsAsync(host.Services))
            throw new StoreStartException($"There is no store in {data}: say with --data or --connection where it is.");

        await using var store = await host.Services.GetRequiredService<IStoreOpener>().OpenAsync(ct);
        var flaws = (await store.Check.RunAsync(ct)).ToLookup(flaw => flaw.Rule, StringComparer.Ordinal);
        foreach (var rule in store.Check.Rules)
        {
            Console.WriteLine($"{(flaws.Contains(rule) ? "broken" : "ok    ")}  {rule}");
            foreach (var flaw in flaws[rule]) Console.WriteLine($"          {flaw.Where}");
        }
        Console.WriteLine(flaws.Count == 0
            ? $"All {store.Check.Rules.Count} rules hold in {data}."
            : $"{flaws.Count} of {store.Check.Rules.Count} rules are broken in {data}: keep a copy of it as it is, and put a "
                + "backup in its place.");
        return flaws.Count == 0 ? 0 : 1;
    }
}
