using MessageSync.Storage.Sqlite.Engine;
using MessageSync.Storage.Sqlite.Reads;

namespace MessageSync.Storage.Sqlite;

/// <summary>Looks through the file, its own structure first.</summary>
internal sealed class SqliteCheck(WorkQueue readers) : IStoreCheck
{
    private const string Structure = "The file's pages, tables and indexes agree.";

    public IReadOnlyList<string> Rules { get; } = [Structure, .. CheckRules.All.Select(rule => rule.Rule)];

    public Task<IReadOnlyList<Flaw>> RunAsync(CancellationToken ct) => readers.RunAsync<IReadOnlyList<Flaw>>(
        session =>
        {
            var flaws = Read(session, $"PRAGMA integrity_check({IStoreCheck.FlawsMax})")
                .Where(said => said != "ok").Select(said => new Flaw(Structure, said)).ToList();
            foreach (var (rule, question) in CheckRules.All)
            {
                ct.ThrowIfCancellationRequested();
                flaws.AddRange(Read(session, $"{question} LIMIT {IStoreCheck.FlawsMax}").Select(said => new Flaw(rule, said)));
            }
            return flaws;
        },
        ct);

    private static List<string> Read(Session session, string question)
    {
        var said = new List<string>();
        using var row = session.Sql(question);
        while (row.Step()) said.Add(row.Text(0));
        return said;
    }
}
