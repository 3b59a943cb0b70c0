namespace MessageSync.TestDisk;

/// <summary>The bytes of a file.</summary>
internal sealed class Image(byte[] bytes)
{
    private const int SectorBytes = 512;

    private readonly MemoryStream _bytes = Of(bytes);

    public byte[] Bytes => _bytes.ToArray();

    /// <summary>Carries steps out.</summary>
    public void Apply(IEnumerable<Step> steps)
    {
        foreach (var step in steps) Apply(step);
    }

    /// <summary>Carries a step out for some of its sectors only.</summary>
    public void Tear(Step step, Random random)
    {
        if (step.Bytes is not { } written) return;

        for (var at = 0; at < written.Length; at += SectorBytes)
            if (random.Next(2) == 0)
                Apply(new Step(step.Offset + at, written[at..Math.Min(at + SectorBytes, written.Length)]));
    }

    private void Apply(Step step)
    {
        if (step.Bytes is not { } written)
        {
            _bytes.SetLength(step.Offset);
            return;
        }
        _bytes.Position = step.Offset;
        _bytes.Write(written);
    }

    private static MemoryStream Of(byte[] bytes)
    {
        var stream = new MemoryStream();
        stream.Write(bytes);
        return stream;
    }
}

/// <summary>One write, or one cut.</summary>
/// <param name="Offset">Where; of a cut, the length that is left.</param>
/// <param name="Bytes">What was written; null of a cut.</param>
internal sealed record Step(long Offset, byte[]? Bytes);
