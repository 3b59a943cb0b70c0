namespace MessageSync.TestDisk;

/// <summary>
/// One file: what is surely on the disk, and what was written since. What a reader sees is the real file, which stands
/// for the page cache.
/// </summary>
internal sealed class DiskFile(string path)
{
    // Coarser than any clock, and never now.
    private static readonly DateTime s_ours = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
    private readonly bool _isLog = path.EndsWith("-wal", StringComparison.Ordinal);
    private readonly List<Step> _pending = [];
    private Image? _durable;

    public string Path => path;

    /// <summary>What is surely on the disk; null when it has no name there.</summary>
    public byte[]? Durable => _durable?.Bytes;

    /// <summary>It was there before anybody looked: then it is durable.</summary>
    public void Found()
    {
        _durable = new(File.ReadAllBytes(path));
        Stamp();
    }

    /// <summary>Its folder was synced.</summary>
    public void Name() => _durable ??= new([]);

    public void Write(long offset, ReadOnlySpan<byte> bytes) => Add(new(offset, bytes.ToArray()));

    public void Truncate(long length) => Add(new(length, null));

    /// <summary>All that was written is durable.</summary>
    public void Sync()
    {
        LookOutside();
        _durable ??= new([]);
        _durable.Apply(_pending);
        _pending.Clear();
    }

    /// <summary>A sync failed, as Linux does it: what was written may have reached the disk or not, and no later sync
    /// tries it again, though reading shows it.</summary>
    public void FailSync(Random random)
    {
        LookOutside();
        _durable?.Apply(_pending.Where(_ => random.Next(3) == 0));
        _pending.Clear();
    }

    /// <summary>The power is back: of what was not synced there is nothing, or a part, or a part torn at its
    /// end.</summary>
    /// <returns>What is on the disk now; null where the whole file is gone.</returns>
    public byte[]? LosePower(Random random)
    {
        LookOutside();
        if (_durable is null && random.Next(2) == 0) _durable = new([]);
        var kept = random.Next(_pending.Count + 1);
        switch (random.Next(4))
        {
            case 0:
                break;
            case 1:
                _durable?.Apply(_pending.Where(_ => random.Next(2) == 0));
                break;
            case 2:
                _durable?.Apply(_pending.Take(kept));
                break;
            default:
                _durable?.Apply(_pending.Take(kept));
                if (_pending.ElementAtOrDefault(kept) is { } last) _durable?.Tear(last, random);
                break;
        }
        _pending.Clear();
        return Durable;
    }

    /// <summary>Marks the real file as written by this layer.</summary>
    public void Stamp()
    {
        if (_isLog && File.Exists(path)) File.SetLastWriteTimeUtc(path, s_ours);
    }

    /// <summary>A log that was written past this layer was synced past it, too: whoever does that has to.</summary>
    public void LookOutside()
    {
        if (!_isLog || !File.Exists(path) || File.GetLastWriteTimeUtc(path) == s_ours) return;

        var isNamed = _durable is not null;
        Found();
        _pending.Clear();
        if (isNamed) return;

        // What it holds is there, but a loss of power may take the whole of it.
        _pending.Add(new(0, Durable));
        _durable = null;
    }

    private void Add(Step step)
    {
        _pending.Add(step);
        Stamp();
    }
}
