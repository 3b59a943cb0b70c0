using System.Text.Json.Serialization;

namespace MessageSync.Client;

/// <summary>What a user has done on this device and the server has yet to hear of. A closed set; repeating one is
/// safe.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "command")]
[JsonDerivedType(typeof(Send), "send")]
[JsonDerivedType(typeof(Edit), "edit")]
[JsonDerivedType(typeof(Recall), "recall")]
[JsonDerivedType(typeof(Hide), "hide")]
[JsonDerivedType(typeof(Read), "read")]
public abstract record DeviceCommand
{
    private DeviceCommand() { }

    /// <summary>Sends a message.</summary>
    /// <param name="SendKey">1 to 64 of the id alphabet; a UUID: all devices of a user share one space.</param>
    /// <param name="Body">At most 64 KiB of UTF-8, or base64 of as many bytes.</param>
    /// <param name="ContentType">At most 100 characters; null for <c>text/plain</c>.</param>
    /// <param name="Encoding"><c>base64</c> for bytes; null for text.</param>
    public sealed record Send(string SendKey, string Body, string? ContentType = null, string? Encoding = null)
        : DeviceCommand;

    /// <summary>Replaces the body of one's own message.</summary>
    /// <param name="Seq">Which.</param>
    /// <param name="Version">The version replaced.</param>
    /// <param name="Body">As in <see cref="Send"/>.</param>
    /// <param name="ContentType">As in <see cref="Send"/>.</param>
    /// <param name="Encoding">As in <see cref="Send"/>.</param>
    public sealed record Edit(long Seq, int Version, string Body, string? ContentType = null, string? Encoding = null)
        : DeviceCommand;

    /// <summary>Takes a message back for everybody.</summary>
    /// <param name="Seq">Which.</param>
    public sealed record Recall(long Seq) : DeviceCommand;

    /// <summary>Hides messages from the user's own view, on all devices.</summary>
    /// <param name="From">The first.</param>
    /// <param name="To">The last.</param>
    /// <param name="Unlist">Keeps the conversation out of the list until a newer message.</param>
    public sealed record Hide(long From, long To, bool Unlist = false) : DeviceCommand;

    /// <summary>Moves the user's read position.</summary>
    /// <param name="UpTo">The last seq read.</param>
    /// <param name="Unread">Marks the conversation unread, at any position.</param>
    public sealed record Read(long UpTo, bool Unread = false) : DeviceCommand;
}
