namespace MessageSync.Http;

/// <summary>How streams treat slow readers. A bad value stops the host at start.</summary>
public sealed class MessageSyncStreamOptions
{
    /// <summary>The section of the configuration: <c>MessageSync:Streams</c>.</summary>
    public const string Section = "MessageSync:Streams";

    /// <summary>A comment goes over a quiet stream this often, so that nothing on the way takes it for dead. Default 15
    /// seconds; 1 second to 5 minutes.</summary>
    public TimeSpan CommentTime { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>A caught-up stream whose reader takes nothing for a moment is closed when more bytes than this wait for it.
    /// Default 1 MiB; 64 KiB to 64 MiB.</summary>
    public int BehindBytesMax { get; set; } = 1024 * 1024;

    /// <summary>A stream whose reader takes nothing for this long, while something waits for it, is closed. Default 30
    /// seconds; 1 second to 10 minutes.</summary>
    public TimeSpan StallTime { get; set; } = TimeSpan.FromSeconds(30);
}
