namespace MessageSync.Client;

/// <summary>How a <see cref="DeviceSession"/> keeps in touch. The defaults suit a phone and a desktop.</summary>
public sealed record DeviceSessionOptions
{
    /// <summary>How the device asks. Its <see cref="DeviceOptions.Wait"/> (default 30 s) is that of a long poll, from 1
    /// s; its pauses are those of streams too, and are jittered by chance where it says nothing else.</summary>
    public DeviceOptions Device { get; init; } = new();

    /// <summary>News come by a stream, and by long poll while streams do not get through. Default true; false: by long
    /// poll alone.</summary>
    public bool UseStreams { get; init; } = true;

    /// <summary>How long a new stream may take to say something; then something in between holds it back, and it is
    /// long poll. Default 10 s, 1 ms to 10 min.</summary>
    public TimeSpan StreamPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>So many streams that fail one after the other, while other requests are answered, and it is long poll.
    /// Default 3, 1 to 100.</summary>
    public int StreamFailuresMax { get; init; } = 3;

    /// <summary>How long it is long poll then, before the next stream is tried. Default 5 min, 1 ms to 1 day.</summary>
    public TimeSpan PollingTime { get; init; } = TimeSpan.FromMinutes(5);

    internal void Check()
    {
        Device.Check();
        In(Device.Wait, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), "Device.Wait");
        In(StreamPatience, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(10), nameof(StreamPatience));
        In(PollingTime, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1), nameof(PollingTime));
        In(StreamFailuresMax, 1, 100, nameof(StreamFailuresMax));
    }

    private static void In<T>(T value, T least, T most, string name)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            throw new ArgumentOutOfRangeException(name, value, $"{least} to {most}.");
    }
}
