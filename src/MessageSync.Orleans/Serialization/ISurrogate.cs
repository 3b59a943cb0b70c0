using System.Runtime.InteropServices;

namespace MessageSync.Orleans.Serialization;

/// <summary>Stands for a value that knows no framework while it travels.</summary>
/// <typeparam name="TSelf">The surrogate.</typeparam>
/// <typeparam name="T">What it stands for.</typeparam>
internal interface ISurrogate<TSelf, T> where TSelf : struct, ISurrogate<TSelf, T>
{
    /// <summary>The surrogate of a value.</summary>
    static abstract TSelf Of(in T value);

    /// <summary>The value. What an older sender did not know is as by default.</summary>
    T ToValue();
}

/// <summary>Turns values into their surrogates and back.</summary>
internal sealed class SurrogateConverter<T, TSurrogate> : IConverter<T, TSurrogate>
    where TSurrogate : struct, ISurrogate<TSurrogate, T>
{
    public T ConvertFromSurrogate(in TSurrogate surrogate) => surrogate.ToValue();

    public TSurrogate ConvertToSurrogate(in T value) => TSurrogate.Of(value);
}

/// <summary>Of what is nothing but its name.</summary>
[GenerateSerializer, Alias("messagesync.nothing"), Immutable]
internal struct NothingSurrogate;

/// <summary>Turns what is nothing but its name into nothing and back.</summary>
internal sealed class NothingConverter<T> : IConverter<T, NothingSurrogate> where T : new()
{
    public T ConvertFromSurrogate(in NothingSurrogate surrogate) => new();

    public NothingSurrogate ConvertToSurrogate(in T value) => default;
}

/// <summary>An answer: the value, or the refusal.</summary>
[GenerateSerializer, Alias("messagesync.answer-surrogate`1"), Immutable]
internal struct AnswerSurrogate<T> where T : class
{
    [Id(0)] public T? Value;
    [Id(1)] public Refusal? Refusal;
}

/// <summary>Turns answers into their surrogates and back.</summary>
internal sealed class AnswerConverter<T> : IConverter<Answer<T>, AnswerSurrogate<T>> where T : class
{
    public Answer<T> ConvertFromSurrogate(in AnswerSurrogate<T> surrogate) => new(surrogate.Value, surrogate.Refusal);

    public AnswerSurrogate<T> ConvertToSurrogate(in Answer<T> value) => new() { Value = value.Value, Refusal = value.Refusal };
}

/// <summary>What surrogates share.</summary>
internal static class Surrogates
{
    /// <summary>The bytes as an array; themselves, where they are a whole one already.</summary>
    public static byte[] ArrayOf(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var part) && part.Offset == 0 && part.Count == part.Array!.Length
            ? part.Array
            : bytes.ToArray();
}
