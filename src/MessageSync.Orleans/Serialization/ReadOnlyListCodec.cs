using System.Buffers;
using System.Runtime.CompilerServices;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Serializers;
using Orleans.Serialization.WireProtocol;

namespace MessageSync.Orleans.Serialization;

/// <summary>The lists that the compiler makes of <c>[.. x]</c> where an <see cref="IReadOnlyList{T}"/> is wanted: they travel
/// as arrays, and are never copied, since nobody can change them.</summary>
internal sealed class ReadOnlyLists(IServiceProvider services) : ISpecializableCodec, ISpecializableCopier
{
    public bool IsSupportedType(Type type) => type.IsConstructedGenericType
        && type.GenericTypeArguments.Length == 1
        && type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        && typeof(IReadOnlyList<>).MakeGenericType(type.GenericTypeArguments).IsAssignableFrom(type);

    public IFieldCodec GetSpecializedCodec(Type type) => Make<IFieldCodec>(typeof(ReadOnlyListCodec<>), type);

    public IDeepCopier GetSpecializedCopier(Type type) => Make<IDeepCopier>(typeof(ShallowCopier<>), type, type);

    private T Make<T>(Type of, Type type, Type? argument = null) => (T)Microsoft.Extensions.DependencyInjection
        .ActivatorUtilities.CreateInstance(services, of.MakeGenericType(argument ?? type.GenericTypeArguments[0]));
}

/// <summary>Writes a list as an array; an array is what is read.</summary>
internal sealed class ReadOnlyListCodec<T>(ICodecProvider codecs) : IFieldCodec
{
    private readonly IFieldCodec<T[]> _arrays = codecs.GetCodec<T[]>();

    public void WriteField<TBufferWriter>(
        ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type? expectedType, object? value)
        where TBufferWriter : IBufferWriter<byte> =>
        _arrays.WriteField(ref writer, fieldIdDelta, expectedType, [.. (IReadOnlyList<T>)value!]);

    public object ReadValue<TInput>(ref Reader<TInput> reader, Field field) => _arrays.ReadValue(ref reader, field)!;
}
