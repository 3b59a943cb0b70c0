using System.Text;
using MessageSync.Timelines;

namespace MessageSync.Http;

/// <summary>The members that make a message, in the request that sends one.</summary>
internal static class MessageMembers
{
    private static readonly Dictionary<string, bool> s_encodings = new(StringComparer.Ordinal) { ["base64"] = true };

    public static SendKey SendKey(this JsonMembers json, Faults faults)
    {
        const string What = "Give 'sendKey' 1 to 64 of A-Z a-z 0-9 . _ - : @, best a UUID.";
        if (json.OptionalText("sendKey", 0, int.MaxValue) is not { } text) faults.Missing("sendKey", What);
        else if (SendKey.IsKey(text)) return new(text);
        else faults.Invalid("sendKey", What);
        return default;
    }

    public static MessageBody MessageBody(this JsonMembers json, Faults faults)
    {
        var isBase64 = json.Word("encoding", s_encodings) ?? false;
        var contentType = json.OptionalText("contentType", 0, Limits.ContentTypeLengthMax);
        var bytes = isBase64
            ? BytesOf(json.Text("body", 0, int.MaxValue), faults)
            : json.Utf8("body", Limits.BodyBytesMax, faults);
        if (bytes.Length > Limits.BodyBytesMax) faults.Add(HttpProblems.TextTooLarge("body", Limits.BodyBytesMax));
        return new(bytes, IsText: !isBase64, contentType ?? Timelines.MessageBody.DefaultContentType);
    }

    /// <summary>A string of at most so many bytes of UTF-8.</summary>
    public static byte[] Utf8(this JsonMembers json, string name, int bytesMax, Faults faults)
    {
        var bytes = Encoding.UTF8.GetBytes(json.Text(name, 0, int.MaxValue));
        if (bytes.Length > bytesMax) faults.Add(HttpProblems.TextTooLarge(name, bytesMax));
        return bytes;
    }

    private static byte[] BytesOf(string base64, Faults faults)
    {
        var bytes = new byte[base64.Length / 4 * 3];
        // Written back it must be the same text: no white space, no missing padding, no stray bits.
        if (Convert.TryFromBase64String(base64, bytes, out var count)
            && string.Equals(Convert.ToBase64String(bytes, 0, count), base64, StringComparison.Ordinal))
            return bytes[..count];

        faults.Invalid("body", "Encode 'body' as base64 with the standard alphabet and padding.");
        return [];
    }
}
