namespace MessageSync.TestDisk;

/// <summary>
/// A folder on a disk that does what a test says: it answers with errors, waits, loses its power, and then has what was
/// synced and any part of what was not. SQLite's files in it go through this layer, made by whatever code in this
/// process; all other files are as ever. Thread-safe.
/// </summary>
public sealed class FaultyDisk : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DiskFile> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _deleted = new(StringComparer.Ordinal);
    private readonly string _folder;
    private readonly Random _random;
    private long _calls;
    private long _offAt = long.MaxValue;

    /// <summary>Brings the layer in. Before anything uses SQLite: the store keeps the default way to files that it
    /// finds first.</summary>
    public static void Install() => Shim.Install();

    /// <summary>Takes a folder, and all that will be below it.</summary>
    /// <param name="folder">Its path, existing or not.</param>
    /// <param name="seed">Draws what a loss of power leaves.</param>
    public FaultyDisk(string folder, int seed)
    {
        (_folder, _random) = (Path.GetFullPath(folder) + Path.DirectorySeparatorChar, new(seed));
        Shim.Add(this);
    }

    /// <summary>Asked before each call: a result code of SQLite, 0 to go on (see <see cref="DiskAnswer"/>). It may
    /// wait. Gets the file's name without its folder.</summary>
    public Func<DiskCall, string, int>? Fault { get; set; }

    /// <summary>True lies: a sync does nothing, and says that it did.</summary>
    public bool IgnoresSync { get; set; }

    /// <summary>Calls so far.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>True when the power is off.</summary>
    public bool IsOff => Calls > Interlocked.Read(ref _offAt);

    /// <summary>The power goes after so many calls more: from then on every call fails and changes nothing. The end of
    /// a process looks the same from inside.</summary>
    public void TurnOffAfter(long calls) => Interlocked.Exchange(ref _offAt, Calls + calls);

    /// <summary>On again, after a loss of power: what was synced is there, and any part of the rest. Every connection
    /// must be closed by now.</summary>
    public void LosePower()
    {
        lock (_gate)
        {
            var files = _files.Values.OrderBy(file => file.Path, StringComparer.Ordinal).ToList();
            foreach (var file in files) LosePower(file);
            foreach (var (path, content) in _deleted)
            {
                if (_files.ContainsKey(path) || _random.Next(2) != 0) continue;

                File.WriteAllBytes(path, content);
                _files[path] = new(path);
                _files[path].Found();
            }
            _deleted.Clear();
        }
        Restart();
    }

    /// <summary>On again, after the mere end of a process: what was written is there to read, synced or not.</summary>
    public void Restart()
    {
        // The log's index lives in memory that dies with its processes.
        foreach (var index in Directory.GetFiles(_folder, "*-shm")) File.Delete(index);
        Interlocked.Exchange(ref _offAt, long.MaxValue);
    }

    /// <summary>Lets the folder go.</summary>
    public void Dispose() => Shim.Remove(this);

    internal bool Holds(string path) => path.StartsWith(_folder, StringComparison.Ordinal);

    /// <summary>Counts a call and asks what it is answered with.</summary>
    internal int Answer(DiskCall call, string path)
    {
        if (Interlocked.Increment(ref _calls) > Interlocked.Read(ref _offAt)) return Native.Sqlite.IoError;

        return Fault?.Invoke(call, Path.GetFileName(path)) ?? DiskAnswer.Ok;
    }

    internal void Opened(string path, bool existed)
    {
        lock (_gate)
        {
            if (Find(path) is { } file) file.LookOutside();
            else
            {
                _files[path] = file = new(path);
                if (existed) file.Found();
                else file.Stamp();
            }
        }
    }

    internal void Deleted(string path, bool folderSynced)
    {
        lock (_gate)
        {
            if (!_files.Remove(path, out var file)) return;
            if (folderSynced) NameAll();
            else if (file.Durable is { } content) _deleted[path] = content;
        }
    }

    internal void Written(string path, long offset, ReadOnlySpan<byte> bytes)
    {
        lock (_gate) Find(path)!.Write(offset, bytes);
    }

    internal void Truncated(string path, long length)
    {
        lock (_gate) Find(path)!.Truncate(length);
    }

    internal void Synced(string path, bool folderToo)
    {
        if (IgnoresSync) return;

        lock (_gate)
        {
            if (folderToo) NameAll();
            Find(path)!.Sync();
        }
    }

    internal void SyncFailed(string path)
    {
        lock (_gate) Find(path)!.FailSync(_random);
    }

    private void NameAll()
    {
        foreach (var file in _files.Values) file.Name();
        _deleted.Clear();
    }

    private void LosePower(DiskFile file)
    {
        if (file.LosePower(_random) is { } left)
        {
            File.WriteAllBytes(file.Path, left);
            file.Stamp();
            return;
        }
        File.Delete(file.Path);
        _files.Remove(file.Path);
    }

    private DiskFile? Find(string path) => _files.GetValueOrDefault(path);
}
