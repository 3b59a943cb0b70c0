namespace MessageSync.Http;

/// <summary>How the HTTP API is served.</summary>
public sealed class MessageSyncHttpOptions
{
    /// <summary>The section of the configuration: <c>MessageSync:Http</c>.</summary>
    public const string Section = "MessageSync:Http";

    /// <summary>For trying out, never for users: on loopback connections <c>/v1/dev/token</c> signs anybody in and
    /// <c>/v1/dev/clock</c> moves the clock. Behind a proxy on the same machine every connection is one. Default
    /// false.</summary>
    public bool DevelopmentMode { get; set; }
}
