using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Serialization;

namespace MessageSync.FrontEnd;

/// <summary>The slug of each refusal, as on the wire.</summary>
internal static class RefusalSlugs
{
    private static readonly FrozenDictionary<Type, string> s_slugs = typeof(Refusal)
        .GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToFrozenDictionary(one => one.DerivedType, one => (string)one.TypeDiscriminator!);

    /// <summary>The slug.</summary>
    public static string Of(Refusal refusal) => s_slugs[refusal.GetType()];
}
