using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using MessageSync.Grains;

namespace MessageSync.Tests.Streams;

/// <summary>Grains whose hints come to nobody.</summary>
internal sealed class DeafGrains(IGrains inner) : IGrains
{
    public IDirectoryGrain Directory => inner.Directory;

    public ITimelineGrain Timeline(ConversationId id) => inner.Timeline(id);

    public IInboxGrain Inbox(UserId owner) => DeafProxy.Before(inner.Inbox(owner));

    [SuppressMessage("Performance", "CA1852", Justification = "The proxy is derived from it.")]
    private class DeafProxy : DispatchProxy
    {
        private static readonly NoHints s_nobody = new();
        private IInboxGrain _grain = null!;

        public static IInboxGrain Before(IInboxGrain grain)
        {
            var proxy = Create<IInboxGrain, DeafProxy>();
            ((DeafProxy)(object)proxy)._grain = grain;
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Invoke(
            _grain, BindingFlags.DoNotWrapExceptions, null,
            [.. args!.Select(one => one is IHints ? s_nobody : one)], null);
    }

    private sealed class NoHints : IHints
    {
        public void InboxMoved(UserId owner, InboxSeqNo head) { }

        public void GroupMoved(ConversationId conversation, ChangeNo change) { }

        public void InboxLeft(UserId owner) { }

        public void GroupLeft(ConversationId conversation) { }

        public void StreamsEnd(UserId owner, DeviceId device, long before, StreamEnd end) { }
    }
}
