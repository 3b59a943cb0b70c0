using System.Reflection;

namespace MessageSync.Architecture.Tests;

/// <summary>Below the HTTP API no public signature shows a driver, a framework or HTTP.</summary>
public sealed class PublicSurfaceTests
{
    private const BindingFlags Shown =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // What a library is registered and configured with; of this, extension methods may speak.
    private static readonly string[] Hosting = ["Microsoft.Extensions."];

    [Theory]
    [InlineData("MessageSync.Domain")]
    [InlineData("MessageSync.Storage")]
    [InlineData("MessageSync.Storage.Sqlite")]
    [InlineData("MessageSync.Storage.Postgres")]
    [InlineData("MessageSync")]
    [InlineData("MessageSync.Client")]
    [InlineData("MessageSync.Client.Sqlite")]
    public void Public_members_show_only_the_base_class_library_and_our_own_types(string name)
    {
        var hosting = string.Equals(name, "MessageSync.Domain", StringComparison.Ordinal) ? [] : Hosting;

        var foreign =
            from type in Assembly.Load(name).GetExportedTypes()
            from shown in Signature(type).SelectMany(Parts).Distinct()
            let assembly = shown.Assembly.GetName().Name!
            where !IsOurs(assembly) && !hosting.Any(prefix => assembly.StartsWith(prefix, StringComparison.Ordinal))
            select $"{type.FullName} shows {shown.FullName}";

        Assert.Empty(foreign);
    }

    private static bool IsOurs(string assembly) =>
        assembly.StartsWith("System.", StringComparison.Ordinal) || assembly.StartsWith("MessageSync", StringComparison.Ordinal);

    private static IEnumerable<Type> Signature(Type type)
    {
        var members = type.GetMembers(Shown);
        return
        [
            .. type.GetInterfaces(), type.BaseType ?? typeof(object),
            .. members.OfType<MethodBase>().Where(IsShown)
                .SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType)),
            .. members.OfType<MethodInfo>().Where(IsShown).Select(method => method.ReturnType),
            .. members.OfType<FieldInfo>().Where(field => field.IsPublic || field.IsFamily).Select(field => field.FieldType),
        ];
    }

    private static bool IsShown(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType) return Parts(type.GetElementType()!);
        if (type.IsGenericParameter) return [];

        return type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type) : [type];
    }
}
