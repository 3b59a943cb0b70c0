using System.Reflection;
using System.Text.Json;
using MessageSync.Grains;

namespace MessageSync.Hosting;

/// <summary>
/// The test mode of the local host: whatever crosses a grain call is serialized and read again, as a cluster would do, so
/// that a caller that keeps and changes what it gave, or a type that does not survive the trip, shows on one machine.
/// </summary>
internal sealed class CopyingGrains(IGrains inner) : IGrains
{
    public IHints Address(IHints hints) => inner.Address(hints);

    public IDirectoryGrain Directory => CopyingProxy<IDirectoryGrain>.Around(inner.Directory);

    public ITimelineGrain Timeline(ConversationId id) => CopyingProxy<ITimelineGrain>.Around(inner.Timeline(id));

    public IInboxGrain Inbox(UserId owner) => CopyingProxy<IInboxGrain>.Around(inner.Inbox(owner));
}

/// <summary>Stands before a grain and copies arguments and results.</summary>
internal class CopyingProxy<TGrain> : DispatchProxy where TGrain : class
{
    private static readonly MethodInfo s_copyResult =
        typeof(CopyingProxy<TGrain>).GetMethod(nameof(CopyResultAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    private TGrain _grain = null!;

    public static TGrain Around(TGrain grain)
    {
        var proxy = Create<TGrain, CopyingProxy<TGrain>>();
        ((CopyingProxy<TGrain>)(object)proxy)._grain = grain;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var types = targetMethod!.GetParameters();
        var copies = args!.Select((argument, i) => Copy(argument, types[i].ParameterType)).ToArray();
        var result = targetMethod.Invoke(_grain, BindingFlags.DoNotWrapExceptions, null, copies, null);
        return targetMethod.ReturnType.IsGenericType
            ? s_copyResult.MakeGenericMethod(targetMethod.ReturnType.GenericTypeArguments[0]).Invoke(null, [result])
            : result;
    }

    private static async Task<T> CopyResultAsync<T>(Task<T> result) => (T)Copy(await result, typeof(T))!;

    /// <summary>Tokens and hint observers are references in a cluster, too.</summary>
    private static object? Copy(object? value, Type type) => value is CancellationToken or IHints
        ? value
        : JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(value, type), type);
}
