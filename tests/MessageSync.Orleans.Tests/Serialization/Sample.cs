using System.Reflection;

namespace MessageSync.Orleans.Tests.Serialization;

/// <summary>Makes a value of any type of ours with nothing left at its default, so that whatever gets lost shows.</summary>
internal sealed class Sample
{
    private int _made;

    public static object Of(Type type) => new Sample().Make(type);

    private object Make(Type type)
    {
        _made++;
        if (Nullable.GetUnderlyingType(type) is { } inner) return Make(inner);
        if (type == typeof(string)) return $"text {_made}";
        if (type == typeof(bool)) return true;
        if (type == typeof(int) || type == typeof(long)) return Convert.ChangeType(_made, type, null);
        if (type == typeof(DateTimeOffset)) return DateTimeOffset.UnixEpoch.AddDays(_made);
        if (type == typeof(TimeSpan)) return TimeSpan.FromMinutes(_made);
        if (type == typeof(Epoch)) return new Epoch($"{_made:x8}");
        if (type == typeof(ReadOnlyMemory<byte>)) return new ReadOnlyMemory<byte>([1, 2, 3, (byte)_made]);
        if (type.IsEnum) return Enum.GetValues(type).Cast<object>().Last();
        if (typeof(IText<>).Of(type)) return Activator.CreateInstance(type, $"id-{_made}")!;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            var list = Array.CreateInstance(type.GenericTypeArguments[0], 2);
            for (var i = 0; i < 2; i++) list.SetValue(Make(type.GenericTypeArguments[0]), i);
            return list;
        }
        return Record(type.IsAbstract ? Leaf(type) : type);
    }

    private object Record(Type type)
    {
        var constructor = type.GetConstructors().Where(one => !IsCopy(one, type)).MaxBy(one => one.GetParameters().Length)!;
        var value = constructor.Invoke([.. constructor.GetParameters().Select(parameter => Make(parameter.ParameterType))]);
        var given = constructor.GetParameters().Select(parameter => parameter.Name);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            if (property.CanWrite && !given.Contains(property.Name)) property.SetValue(value, Make(property.PropertyType));
        return value;
    }

    private static bool IsCopy(ConstructorInfo constructor, Type type) =>
        constructor.GetParameters() is [var only] && only.ParameterType == type;

    private static Type Leaf(Type set) =>
        set.Assembly.GetTypes().First(type => type is { IsAbstract: false, IsPublic: true } or { IsAbstract: false, IsNestedPublic: true }
            && set.IsAssignableFrom(type) && type.IsClass);
}

internal static class TypeExtensions
{
    /// <summary>True when a type implements an interface with itself as the argument.</summary>
    public static bool Of(this Type self, Type type) => type.GetInterfaces().Any(
        one => one.IsGenericType && one.GetGenericTypeDefinition() == self && one.GenericTypeArguments[0] == type);
}
