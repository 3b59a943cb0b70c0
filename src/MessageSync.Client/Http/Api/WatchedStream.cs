namespace MessageSync.Client;

/// <summary>A stream whose every byte, a comment's too, renews the patience; it only reads.</summary>
internal sealed class WatchedStream(Stream inner, Patience patience) : Stream
{
    private const int EventBytesMax = 16 * 1024 * 1024;
    private int _sinceEvent;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>An event is complete: the next one may be as large.</summary>
    public void EventCame() => _sinceEvent = 0;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, patience.Token).ConfigureAwait(false);
        patience.Renew();
        _sinceEvent += count;
        if (_sinceEvent > EventBytesMax) throw new IOException("An event of the stream does not end.");
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
