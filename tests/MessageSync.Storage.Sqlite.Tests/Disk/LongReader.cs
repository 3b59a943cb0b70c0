using MessageSync.Storage.Sqlite.Engine;

namespace MessageSync.Storage.Sqlite.Tests.Disk;

/// <summary>Somebody who reads for a while, so that the log can be moved into the file in part only.</summary>
internal sealed class LongReader(string path, Random random) : IDisposable
{
    private Database? _db;

    /// <summary>Begins or ends to read, as drawn.</summary>
    public void Turn()
    {
        if (_db is not null)
        {
            if (random.Next(3) == 0) Dispose();
            return;
        }
        if (random.Next(4) != 0) return;

        try
        {
            _db = Database.Open(path, readOnly: true);
            _db.Execute("BEGIN; SELECT count(*) FROM store");
        }
        catch (StoreUnavailableException)
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        _db?.Dispose();
        _db = null;
    }
}
