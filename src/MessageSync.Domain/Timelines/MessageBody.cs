namespace MessageSync.Timelines;

/// <summary>What a message says, opaque: the server never looks inside. Equal when all three parts are, the bytes one by
/// one.</summary>
/// <param name="Bytes">0 to <see cref="Limits.BodyBytesMax"/> bytes; UTF-8 when <paramref name="IsText"/>.</param>
/// <param name="IsText">True for a string, false for bytes (shown in base64).</param>
/// <param name="ContentType">At most <see cref="Limits.ContentTypeLengthMax"/> characters.</param>
public sealed record MessageBody(ReadOnlyMemory<byte> Bytes, bool IsText, string ContentType)
{
    /// <summary>The content type of a message that names none.</summary>
    public const string DefaultContentType = "text/plain";

    /// <inheritdoc/>
    public bool Equals(MessageBody? other) => other is not null
        && IsText == other.IsText && ContentType == other.ContentType && Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsText, ContentType, Bytes.Length);
}
