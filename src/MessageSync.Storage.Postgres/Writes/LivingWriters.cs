using System.Collections.Concurrent;

namespace MessageSync.Storage.Postgres.Writes;

/// <summary>The ids of the writers of one host: what they have yet to announce, it announces itself. Thread-safe.</summary>
internal sealed class LivingWriters
{
    private readonly ConcurrentDictionary<string, bool> _ids = new(StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public string[] Ids => [.. _ids.Keys];

    /// <summary>A writer has an id now.</summary>
    public void Add(string id) => _ids[id] = true;

    /// <summary>An id is over: somebody else announces what is left under it.</summary>
    public void Remove(string id) => _ids.TryRemove(id, out _);
}
