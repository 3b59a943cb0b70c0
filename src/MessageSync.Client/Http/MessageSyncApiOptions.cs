namespace MessageSync.Client;

/// <summary>How <see cref="MessageSyncApi"/> asks.</summary>
public sealed record MessageSyncApiOptions
{
    /// <summary>For a backend: the <c>user</c> or <c>user/device</c> whose rights a call has. Default null: one's
    /// own.</summary>
    public string? ActAs { get; init; }

    /// <summary>The longest silence before an answer counts as lost; what the server was asked to hold it comes on top.
    /// Default 30 s, 1 ms to 10 min.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest silence of a stream; the server says something every 15 s. Default 45 s, 1 ms to
    /// 10 min.</summary>
    public TimeSpan StreamSilenceMax { get; init; } = TimeSpan.FromSeconds(45);

    internal void Check()
    {
        In(AnswerTimeout, nameof(AnswerTimeout));
        In(StreamSilenceMax, nameof(StreamSilenceMax));
    }

    private static void In(TimeSpan value, string name)
    {
        if (value < TimeSpan.FromMilliseconds(1) || value > TimeSpan.FromMinutes(10))
            throw new ArgumentOutOfRangeException(name, value, "1 ms to 10 min.");
    }
}
