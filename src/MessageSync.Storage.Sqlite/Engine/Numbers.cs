namespace MessageSync.Storage.Sqlite.Engine;

/// <summary>
/// The numbers that stand for ids in rows, as one connection knows them. Numbers never change, so those used lately
/// are remembered, in two generations: when the newer one has half of them all, the older is dropped.
/// A number given in a transaction that is rolled back is forgotten with it.
/// </summary>
/// <param name="db">The connection.</param>
/// <param name="find">Selects the number of an id.</param>
/// <param name="add">Inserts an id that has none.</param>
/// <param name="kept">Most that are remembered.</param>
internal sealed class Numbers(Database db, string find, string add, int kept)
{
    private readonly List<string> _given = [];
    private Dictionary<string, long> _newer = [];
    private Dictionary<string, long> _older = [];

    /// <summary>Those of users.</summary>
    public static Numbers OfUsers(Database db, int kept) => new(
        db, "SELECT n FROM user WHERE id = ?", "INSERT INTO user (id) VALUES (?)", kept);

    /// <summary>Those of conversations.</summary>
    public static Numbers OfConversations(Database db, int kept) => new(
        db, "SELECT n FROM conversation WHERE id = ?", "INSERT INTO conversation (id) VALUES (?)", kept);

    /// <summary>How many are remembered now.</summary>
    public int Count => _newer.Count + _older.Count;

    /// <summary>The number of an id; 0, which no row has, when it has none.</summary>
    public long Find(string id)
    {
        if (_newer.TryGetValue(id, out var number)) return number;
        if (!_older.TryGetValue(id, out number))
        {
            using var row = db.Sql(find).Bind(id);
            if (!row.Step()) return 0;
            number = row.Long(0);
        }
        Remember(id, number);
        return number;
    }

    /// <summary>The number of an id, given now if it has none.</summary>
    public long Give(string id)
    {
        if (Find(id) is not 0 and var known) return known;

        db.Sql(add).Bind(id).Run();
        var number = db.LastKey;
        _given.Add(id);
        Remember(id, number);
        return number;
    }

    /// <summary>The transaction is durable.</summary>
    public void Committed() => _given.Clear();

    /// <summary>The transaction never was.</summary>
    public void RolledBack()
    {
        foreach (var id in _given)
        {
            _newer.Remove(id);
            _older.Remove(id);
        }
        _given.Clear();
    }

    private void Remember(string id, long number)
    {
        if (_newer.Count >= kept / 2) (_older, _newer) = (_newer, []);
        _newer[id] = number;
    }
}
