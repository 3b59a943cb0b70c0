// Stands in for what other projects are about to bring; goes with the merge.
#pragma warning disable
using Microsoft.Extensions.Options;
namespace MessageSync.Storage.Sqlite
{
    public class SqliteStoreOptions { public string DataFolder { get; set; } = "data"; }
    public static class PendingStore { public static IServiceCollection AddSqliteStore(this IServiceCollection s) { s.AddOptions<SqliteStoreOptions>().BindConfiguration("MessageSync:Sqlite"); return s.AddInMemoryStore(); } }
}
namespace MessageSync.Http
{
    public static class PendingHttp
    {
        public static IServiceCollection AddMessageSyncHttp(this IServiceCollection s) => s;
        public static void MapMessageSync(this WebApplication a) => a.MapGet("/healthz/live", () => "ok");
    }
}
