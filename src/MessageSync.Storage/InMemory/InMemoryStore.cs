using System.Globalization;
using System.Security.Cryptography;

namespace MessageSync.Storage.InMemory;

/// <summary>
/// A store that lives as long as its object: the reference that every other store is compared with. All that it holds is
/// one immutable value, replaced under one lock. Thread-safe; nothing is durable.
/// </summary>
public sealed class InMemoryStore : IStore
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unfenced = new(StringComparer.Ordinal);
    private StoreState _state;
    private int _writers;

    /// <summary>An empty store of a new epoch.</summary>
    public InMemoryStore() : this(new Epoch(RandomNumberGenerator.GetHexString(Epoch.Length, lowercase: true))) { }

    /// <summary>An empty store.</summary>
    /// <param name="epoch">Its life.</param>
    public InMemoryStore(Epoch epoch)
    {
        _state = new(epoch);
        Timelines = new InMemoryTimelineStore(this);
        Inboxes = new InMemoryInboxStore(this);
        Directory = new InMemoryDirectoryStore(this);
        Settings = new InMemorySettings(this);
        Check = new InMemoryCheck();
    }

    /// <summary>Reads of Timelines.</summary>
    public ITimelineStore Timelines { get; }

    /// <summary>Reads of Inboxes, and their upkeep.</summary>
    public IInboxStore Inboxes { get; }

    /// <summary>Reads for lists.</summary>
    public IDirectoryStore Directory { get; }

    /// <summary>The facts of the whole store.</summary>
    public IStoreSettings Settings { get; }

    /// <summary>Finds nothing.</summary>
    public IStoreCheck Check { get; }

    IStoreWriter IStore.OpenWriter() => OpenWriter();

    /// <summary>Nothing to close: what it holds goes with the object.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A snapshot.</summary>
    internal StoreState State
    {
        get
        {
            lock (_lock) return _state;
        }
    }

    /// <summary>Opens a writer. Its id is the next one of this store, so that a seeded run can be repeated.</summary>
    public InMemoryWriter OpenWriter()
    {
        lock (_lock)
        {
            var id = (++_writers).ToString("x32", CultureInfo.InvariantCulture);
            _open.Add(id);
            _unfenced.Add(id);
            return new(this, id);
        }
    }

    /// <summary>Replaces what is stored, all or nothing.</summary>
    /// <param name="change">The next state, and what to answer. When it throws nothing was stored.</param>
    internal T Change<T>(Func<StoreState, (StoreState After, T Answer)> change)
    {
        lock (_lock)
        {
            (_state, var answer) = change(_state);
            return answer;
        }
    }

    /// <summary>The same, for a writer that nobody took over from.</summary>
    internal T Change<T>(string writer, Func<StoreState, (StoreState After, T Answer)> change)
    {
        lock (_lock)
        {
            if (!_unfenced.Contains(writer)) throw new InvalidOperationException($"Writer {writer} is fenced.");

            (_state, var answer) = change(_state);
            return answer;
        }
    }

    /// <summary>A writer lives no more, in whatever way.</summary>
    internal void Close(string writer)
    {
        lock (_lock) _open.Remove(writer);
    }

    /// <summary>Fences all writers that live no more. What they have to announce stays until it is cleared.</summary>
    internal LeftBehind TakeOver()
    {
        lock (_lock)
        {
            var dead = _state.Journals.Values.Where(journal => !_open.Contains(journal.Writer)).ToList();
            var done = dead.Where(journal => !journal.Rows.Any()).Select(journal => journal.Writer);

            _unfenced.IntersectWith(_open);
            _state = _state with { Journals = _state.Journals.RemoveRange(done) };
            return new([.. dead.SelectMany(journal => journal.Rows)], [.. _state.Lags.Values]);
        }
    }
}
