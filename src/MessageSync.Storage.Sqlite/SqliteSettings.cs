using MessageSync.Storage.Sqlite.Engine;

namespace MessageSync.Storage.Sqlite;

/// <summary>Facts of the file as a whole.</summary>
internal sealed class SqliteSettings(WorkQueue readers, WorkQueue writer) : IStoreSettings
{
    private const string Epoch = "SELECT epoch FROM store";

    private const string Renew = "UPDATE store SET epoch = ?";

    private const string Select = "SELECT value FROM setting WHERE name = ?";

    private const string Set = "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)";

    public Task<Epoch> ReadEpochAsync(CancellationToken ct) => readers.RunAsync(ReadEpoch, ct);

    public Task WriteEpochAsync(Epoch epoch, CancellationToken ct) =>
        writer.RunAsync(session => session.Sql(Renew).Bind(epoch.Value).Run(), ct);

    public Task<string?> ReadAsync(string name, CancellationToken ct) => readers.RunAsync(
        session =>
        {
            using var row = session.Sql(Select).Bind(name);
            return row.Step() ? row.Text(0) : null;
        },
        ct);

    public Task WriteAsync(string name, string value, CancellationToken ct) =>
        writer.RunAsync(session => session.Sql(Set).Bind(name).Bind(value).Run(), ct);

    public Task PingAsync(CancellationToken ct) => ReadEpochAsync(ct);

    private static Epoch ReadEpoch(Session session)
    {
        using var row = session.Sql(Epoch);
        return row.Step() ? new(row.Text(0)) : throw new InvalidOperationException("The store has no epoch.");
    }
}
