using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MessageSync.Timelines;

/// <summary>
/// Tells a repeated send from another message under the same send key, and keeps nothing of the body:
/// the first 128 bits of SHA-256 (FIPS 180-4) over encoding, content type and bytes as first sent.
/// </summary>
/// <param name="High">The first 8 bytes, big-endian.</param>
/// <param name="Low">The next 8 bytes, big-endian.</param>
public readonly record struct Fingerprint(ulong High, ulong Low)
{
    /// <summary>How many bytes it has when stored.</summary>
    public const int Size = 16;

    /// <summary>The fingerprint of a body. A string and the same characters as bytes differ.</summary>
    public static Fingerprint Of(MessageBody body)
    {
        var type = Encoding.UTF8.GetByteCount(body.ContentType);
        var length = 5 + type + body.Bytes.Length;
        var input = length <= 1024 ? stackalloc byte[length] : new byte[length];
        input[0] = body.IsText ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(input[1..], type);
        Encoding.UTF8.GetBytes(body.ContentType, input[5..]);
        body.Bytes.Span.CopyTo(input[(5 + type)..]);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input, hash);
        return Read(hash);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="bytes">At least <see cref="Size"/> bytes.</param>
    public static Fingerprint Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    /// <summary>Writes it into <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
    }
}
