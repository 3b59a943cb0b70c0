using System.Collections;
using MessageSync.Timelines;

namespace MessageSync.Domain.Tests;

/// <summary>Compares values by what is in them: records compare their lists by reference.</summary>
internal static class Same
{
    public static bool As(object? one, object? other) => (one, other) switch
    {
        (null, _) or (_, null) => one is null && other is null,
        (string, _) => one.Equals(other),
        (IEnumerable left, IEnumerable right) => All(left).Count == All(right).Count
            && All(left).Zip(All(right)).All(pair => As(pair.First, pair.Second)),
        _ => one.GetType() == other.GetType() && (one.Equals(other) || AllParts(one, other)),
    };

    private static List<object> All(IEnumerable list) => [.. list.Cast<object>()];

    private static bool AllParts(object one, object other)
    {
        var parts = one.GetType().GetProperties().Where(part => part.GetIndexParameters().Length == 0).ToList();
        return one.GetType().Namespace!.StartsWith(nameof(MessageSync), StringComparison.Ordinal)
            && one is not MessageBody
            && parts.Count > 0
            && parts.All(part => part.GetMethod!.IsStatic || As(part.GetValue(one), part.GetValue(other)));
    }
}
