using System.Runtime.InteropServices;
using Npgsql;

namespace MessageSync.Storage.Postgres.Engine;

/// <summary>
/// The numbers that stand for ids in rows, of one dictionary. Numbers never change, so those used lately are remembered, in
/// two generations: when the newer one has half of them all, the older is dropped. Thread-safe.
/// </summary>
/// <param name="table">The dictionary, a constant.</param>
/// <param name="kept">Most that are remembered.</param>
internal sealed class Numbers(string table, int kept)
{
    private readonly string _find = $"SELECT n, id FROM {table} WHERE id = ANY($1)";
    private readonly string _name = $"SELECT n, id FROM {table} WHERE n = ANY($1)";
    private readonly string _add = $"INSERT INTO {table} (id) SELECT unnest($1) ON CONFLICT DO NOTHING";
    private readonly Lock _gate = new();
    private Generation _newer = new();
    private Generation _older = new();

    /// <summary>The number of an id; 0, which no row has, when it has none.</summary>
    public async ValueTask<int> FindAsync(NpgsqlConnection connection, string id)
    {
        if (TryFind(id, out var known)) return known;
        return (await FindAsync(connection, [id]).ConfigureAwait(false)).GetValueOrDefault(id);
    }

    /// <summary>The numbers of those ids that have one.</summary>
    public async ValueTask<Dictionary<string, int>> FindAsync(NpgsqlConnection connection, IEnumerable<string> ids)
    {
        var (found, unknown) = Remembered(ids);
        if (unknown.Count > 0) await LookUpAsync(connection, [.. unknown], found).ConfigureAwait(false);
        return found;
    }

    /// <summary>The numbers of ids, given now to those that have none, in a transaction of their own: they stay, whatever
    /// becomes of what they are needed for.</summary>
    public async ValueTask<Dictionary<string, int>> GiveAsync(NpgsqlConnection connection, IEnumerable<string> ids)
    {
        var (found, unknown) = Remembered(ids);
        if (unknown.Count == 0) return found;

        await LookUpAsync(connection, [.. unknown], found).ConfigureAwait(false);
        // In order, as others may be giving some of them at the same time.
        string[] missing = [.. unknown.Where(id => !found.ContainsKey(id)).Order(StringComparer.Ordinal)];
        if (missing.Length == 0) return found;

        await using (var add = new Script(connection).Add(_add).With(missing))
            await add.RunAsync().ConfigureAwait(false);
        await LookUpAsync(connection, missing, found).ConfigureAwait(false);
        return found;
    }

    /// <summary>The ids behind numbers.</summary>
    /// <exception cref="InvalidOperationException">A number stands for nothing.</exception>
    public async ValueTask<Dictionary<int, string>> NameAsync(NpgsqlConnection connection, IEnumerable<int> numbers)
    {
        var named = new Dictionary<int, string>();
        var unknown = new List<int>();
        foreach (var n in numbers)
        {
            if (named.ContainsKey(n)) continue;
            if (TryName(n, out var id)) named[n] = id;
            else unknown.Add(n);
        }
        if (unknown.Count == 0) return named;

        await using var script = new Script(connection).Add(_name).With(unknown.Distinct().ToArray());
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        while (await row.ReadAsync().ConfigureAwait(false))
        {
            named[row.GetInt32(0)] = row.GetString(1);
            Remember(row.GetString(1), row.GetInt32(0));
        }
        return unknown.TrueForAll(named.ContainsKey)
            ? named
            : throw new InvalidOperationException($"A number is not in {table}.");
    }

    private (Dictionary<string, int> Found, List<string> Unknown) Remembered(IEnumerable<string> ids)
    {
        var room = ids.TryGetNonEnumeratedCount(out var count) ? count : 0;
        var (found, unknown) = (new Dictionary<string, int>(room, StringComparer.Ordinal), new List<string>());
        lock (_gate)
        {
            foreach (var id in ids)
            {
                ref var n = ref CollectionsMarshal.GetValueRefOrAddDefault(found, id, out var isMentioned);
                if (!isMentioned && !TryFind(id, out n)) unknown.Add(id);
            }
        }
        foreach (var id in unknown) found.Remove(id);
        return (found, unknown);
    }

    private async Task LookUpAsync(NpgsqlConnection connection, string[] ids, Dictionary<string, int> found)
    {
        await using var script = new Script(connection).Add(_find).With(ids);
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        while (await row.ReadAsync().ConfigureAwait(false))
        {
            found[row.GetString(1)] = row.GetInt32(0);
            Remember(row.GetString(1), row.GetInt32(0));
        }
    }

    private bool TryFind(string id, out int n)
    {
        lock (_gate)
        {
            if (_newer.Numbers.TryGetValue(id, out n)) return true;
            if (!_older.Numbers.TryGetValue(id, out n)) return false;
        }
        Remember(id, n);
        return true;
    }

    private bool TryName(int n, out string id)
    {
        lock (_gate)
        {
            if (_newer.Ids.TryGetValue(n, out id!)) return true;
            if (!_older.Ids.TryGetValue(n, out id!)) return false;
        }
        Remember(id, n);
        return true;
    }

    private void Remember(string id, int n)
    {
        lock (_gate)
        {
            if (_newer.Numbers.Count >= kept / 2) (_older, _newer) = (_newer, new());
            _newer.Numbers[id] = n;
            _newer.Ids[n] = id;
        }
    }

    private sealed class Generation
    {
        public Dictionary<string, int> Numbers { get; } = new(StringComparer.Ordinal);

        public Dictionary<int, string> Ids { get; } = [];
    }
}
