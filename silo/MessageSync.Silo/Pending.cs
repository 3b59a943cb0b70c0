// Stands in for what other projects are about to bring; goes with the merge.
#pragma warning disable
namespace MessageSync { public static class PendingCore { public static IServiceCollection AddMessageSync(this IServiceCollection s) { s.AddSingleton(TimeProvider.System); return s; } } }
namespace MessageSync.Storage.Sqlite
{
    public class SqliteStoreOptions { public string DataFolder { get; set; } = "data"; }
    public static class PendingStore { public static IServiceCollection AddSqliteStore(this IServiceCollection s) { s.AddOptions<SqliteStoreOptions>().BindConfiguration("MessageSync:Sqlite"); return s; } }
}
namespace MessageSync.Http
{
    public static class PendingHttp
    {
        public static IServiceCollection AddMessageSyncHttp(this IServiceCollection s) => s;
        public static void MapMessageSync(this WebApplication a) => a.MapGet("/healthz/live", () => "ok");
    }
}
