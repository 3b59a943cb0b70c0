using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace MessageSync.Client;

/// <summary>Tells every reader what changed. A slow reader costs one <see cref="DeviceChange.Everything"/>.</summary>
internal sealed class ChangeFeed
{
    private const int WaitingMax = 1000;
    private readonly Lock _gate = new();
    private readonly List<Channel<DeviceChange>> _readers = [];

    public void Tell(DeviceChange change)
    {
        lock (_gate)
            foreach (var reader in _readers)
            {
                if (reader.Reader.Count >= WaitingMax)
                {
                    while (reader.Reader.TryRead(out _)) { }
                    reader.Writer.TryWrite(new DeviceChange.Everything());
                }
                reader.Writer.TryWrite(change);
            }
    }

    public async IAsyncEnumerable<DeviceChange> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var reader = Channel.CreateUnbounded<DeviceChange>();
        lock (_gate) _readers.Add(reader);
        try
        {
            yield return new DeviceChange.Everything();
            await foreach (var change in reader.Reader.ReadAllAsync(ct).ConfigureAwait(false)) yield return change;
        }
        finally
        {
            lock (_gate) _readers.Remove(reader);
        }
    }
}
