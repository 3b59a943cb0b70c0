using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using MessageSync.Grains;
using MessageSync.Orleans.Grains;
using MessageSync.Orleans.Tests.Support;
using MessageSync.Storage;
using MessageSync.Storage.InMemory;
using MessageSync.Timelines;
using Microsoft.Extensions.DependencyInjection;

namespace MessageSync.Orleans.Tests;

/// <summary>What callers learn of a call that failed: whether repeating it may help.</summary>
public sealed class CallFailureTests
{
    private static readonly Caller s_ann = Cluster.As("ann");
    private static readonly ConversationId s_tea = new("tea");

    [Theory]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(OperationCanceledException))]
    [InlineData(typeof(ObjectDisposedException))]
    public async Task What_fails_on_the_way_to_a_grain_may_be_repeated_whatever_it_is(Type what)
    {
        var failures = new FailingOnce((Exception)Activator.CreateInstance(what, "no directory")!);
        await using var cluster = await Cluster.StartAsync(1, more: silo => silo.AddIncomingGrainCallFilter(failures));
        await cluster.Client.CreateGroupAsync(s_ann, s_tea, new([]));
        failures.Method = nameof(ITimelineGrain.SendAsync);

        var failure = await Record.ExceptionAsync(SendAsync);
        var again = await SendAsync();

        Assert.IsType<StoreUnavailableException>(failure);
        Assert.Equal(new(1), again.Value!.Seq);

        Task<Answer<SendReceipt>> SendAsync() =>
            cluster.Client.SendAsync(s_ann, s_tea, new("k1"), Cluster.Text("One"));
    }

    [Fact]
    public async Task What_a_grain_itself_throws_is_a_failure_and_told_as_it_was()
    {
        await using var cluster = await Cluster.StartAsync(
            1, more: silo => silo.Services.AddSingleton<IStoreOpener>(new OddStore()));

        var failure = await Record.ExceptionAsync(() => cluster.Client.CreateGroupAsync(s_ann, s_tea, new([])));

        Assert.Contains(OddStore.Oddity, Assert.IsType<GrainFailedException>(failure).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_gives_up_learns_just_that()
    {
        await using var cluster = await Cluster.StartAsync(1);
        using var patience = new CancellationTokenSource();
        var head = (await cluster.Client.SyncAsync(s_ann, new() { Limit = 0 })).Value!.Head;

        var waiting = cluster.Client.SyncAsync(s_ann, new() { Cursor = head, Wait = TimeSpan.FromSeconds(30) }, patience.Token);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    /// <summary>Fails a call before it comes to its grain, the first time.</summary>
    private sealed class FailingOnce(Exception failure) : IIncomingGrainCallFilter
    {
        public string? Method { get; set; }

        public Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.MethodName != Method) return context.Invoke();

            Method = null;
            return Task.FromException(failure);
        }
    }

    /// <summary>A store that answers, but not what it is asked for.</summary>
    private sealed class OddStore : IStoreOpener
    {
        public const string Oddity = "A row is odd.";

        public Task<IStore> OpenAsync(CancellationToken ct)
        {
            var store = DispatchProxy.Create<IStore, Proxy>();
            ((Proxy)(object)store).Inner = new InMemoryStore();
            return Task.FromResult(store);
        }
    }

    [SuppressMessage("Performance", "CA1852", Justification = "The proxy is derived from it.")]
    private class Proxy : DispatchProxy
    {
        public object? Inner { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.Name == nameof(ITimelineStore.LoadAsync)) throw new InvalidOperationException(OddStore.Oddity);
            var result = targetMethod.Invoke(Inner, BindingFlags.DoNotWrapExceptions, null, args, null);
            if (result is not ITimelineStore timelines) return result;

            var odd = Create<ITimelineStore, Proxy>();
            ((Proxy)(object)odd).Inner = timelines;
            return odd;
        }
    }
}
