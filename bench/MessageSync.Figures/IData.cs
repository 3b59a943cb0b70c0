using MessageSync.Figures.Bare;
using Microsoft.Extensions.DependencyInjection;

namespace MessageSync.Figures;

/// <summary>Where the data of a figure lies: on which store, and as often as it is needed.</summary>
internal interface IData
{
    /// <summary>Data that is empty.</summary>
    Task<string> NewAsync(string name);

    /// <summary>A fresh copy, for one run.</summary>
    Task<string> CopyAsync(string from);

    /// <summary>Adds the store on some data.</summary>
    void AddStore(IServiceCollection services, string where);

    /// <summary>What tells a silo to use some data.</summary>
    IReadOnlyList<string> SiloArguments(string where);

    /// <summary>The bare driver on the same data.</summary>
    Task<IBareSends> OpenBareAsync(string where, World world);
}

/// <summary>The reference of the sends.</summary>
internal interface IBareSends : IAsyncDisposable
{
    /// <summary>Stores messages in conversations drawn by the seed.</summary>
    Task RunAsync(int messages, int perBatch, int seed);
}

/// <summary>SQLite: a folder.</summary>
internal sealed class SqliteData(Bench bench) : IData
{
    public Task<string> NewAsync(string name) => Task.FromResult(bench.NewFolder(name));

    public Task<string> CopyAsync(string from) => Task.FromResult(bench.Copy(from));

    public void AddStore(IServiceCollection services, string where) =>
        services.AddSqliteStore(options => options.DataFolder = where);

    public IReadOnlyList<string> SiloArguments(string where) => ["--data", where];

    public Task<IBareSends> OpenBareAsync(string where, World world) =>
        Task.FromResult<IBareSends>(new BareSends(where, world));
}
