using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using MessageSync.Storage;
using MessageSync.Storage.InMemory;

namespace MessageSync.Tests.Streams;

/// <summary>Opens a store in memory whose Inboxes cannot be read while <see cref="IsDown"/>.</summary>
internal sealed class FallibleStoreOpener : IStoreOpener
{
    private volatile bool _isDown;

    public bool IsDown
    {
        get => _isDown;
        set => _isDown = value;
    }

    public Task<IStore> OpenAsync(CancellationToken ct) => Task.FromResult<IStore>(new FallibleStore(this));

    private sealed class FallibleStore(FallibleStoreOpener opener) : IStore
    {
        private readonly InMemoryStore _inner = new();

        public ITimelineStore Timelines => _inner.Timelines;

        public IInboxStore Inboxes => FallibleInboxes.Before(_inner.Inboxes, opener);

        public IDirectoryStore Directory => _inner.Directory;

        public IStoreSettings Settings => _inner.Settings;

        public IStoreCheck Check => _inner.Check;

        public IStoreWriter OpenWriter() => _inner.OpenWriter();

        public ValueTask DisposeAsync() => _inner.DisposeAsync();
    }

    [SuppressMessage("Performance", "CA1852", Justification = "The proxy is derived from it.")]
    private class FallibleInboxes : DispatchProxy
    {
        private IInboxStore _inner = null!;
        private FallibleStoreOpener _opener = null!;

        public static IInboxStore Before(IInboxStore inner, FallibleStoreOpener opener)
        {
            var proxy = Create<IInboxStore, FallibleInboxes>();
            var fallible = (FallibleInboxes)(object)proxy;
            (fallible._inner, fallible._opener) = (inner, opener);
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _opener.IsDown
            ? throw new StoreUnavailableException()
            : targetMethod!.Invoke(_inner, BindingFlags.DoNotWrapExceptions, null, args, null);
    }
}
