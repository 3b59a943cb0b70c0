using System.Buffers;
using System.Text;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.WireProtocol;

namespace MessageSync.Orleans.Serialization;

/// <summary>Writes ids as their text, with nothing around it.</summary>
internal sealed class TextCodec<T> : IFieldCodec<T> where T : struct, IText<T>
{
    public void WriteField<TBufferWriter>(
        ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type? expectedType, T value)
        where TBufferWriter : IBufferWriter<byte>
    {
        ReferenceCodec.MarkValueField(writer.Session);
        writer.WriteFieldHeader(fieldIdDelta, expectedType, typeof(T), WireType.LengthPrefixed);
        var text = value.Value;
        Span<byte> bytes = stackalloc byte[IdText.LengthMax];   // longer ones there are not; of ASCII only
        var length = Encoding.ASCII.GetBytes(text, bytes);
        writer.WriteVarUInt32((uint)length);
        writer.Write(bytes[..length]);
    }

    public T ReadValue<TInput>(ref Reader<TInput> reader, Field field)
    {
        ReferenceCodec.MarkValueField(reader.Session);
        field.EnsureWireType(WireType.LengthPrefixed);
        var length = reader.ReadVarUInt32();
        if (length == 0) return default;
        if (length > IdText.LengthMax) throw new InvalidDataException($"A {typeof(T).Name} of {length} characters.");

        Span<byte> bytes = stackalloc byte[(int)length];
        reader.ReadBytes(bytes);
        return T.From(Encoding.ASCII.GetString(bytes));
    }
}

/// <summary>Writes numbers as numbers, with nothing around them.</summary>
internal sealed class NumberCodec<T> : IFieldCodec<T> where T : struct, INumber<T>
{
    public void WriteField<TBufferWriter>(
        ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type? expectedType, T value)
        where TBufferWriter : IBufferWriter<byte> =>
        Int64Codec.WriteField(ref writer, fieldIdDelta, expectedType, value.Value, typeof(T));

    public T ReadValue<TInput>(ref Reader<TInput> reader, Field field) => T.From(Int64Codec.ReadValue(ref reader, field));
}
