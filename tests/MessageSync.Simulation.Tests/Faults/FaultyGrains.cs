using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using MessageSync.Grains;

namespace MessageSync.Simulation.Tests.Faults;

/// <summary>The grains as one who waits for hints calls them: what they have to tell takes another way.</summary>
internal sealed class FaultyGrains(IGrains inner, IHints hints) : IGrains
{
    public IDirectoryGrain Directory => inner.Directory;

    public ITimelineGrain Timeline(ConversationId id) => Telling<ITimelineGrain>.By(inner.Timeline(id), hints);

    public IInboxGrain Inbox(UserId owner) => Telling<IInboxGrain>.By(inner.Inbox(owner), hints);
}

/// <summary>Stands before a grain and gives it others to hint to.</summary>
[SuppressMessage("Performance", "CA1852", Justification = "The proxy is derived from it.")]
internal class Telling<TGrain> : DispatchProxy where TGrain : class
{
    private TGrain _grain = null!;
    private IHints _hints = null!;

    public static TGrain By(TGrain grain, IHints hints)
    {
        var proxy = Create<TGrain, Telling<TGrain>>();
        var telling = (Telling<TGrain>)(object)proxy;
        (telling._grain, telling._hints) = (grain, hints);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Invoke(
        _grain, BindingFlags.DoNotWrapExceptions, null, [.. args!.Select(one => one is IHints ? _hints : one)], null);
}
