using MessageSync.Inboxes;
using MessageSync.Storage;

namespace MessageSync.Conformance.Comparison;

/// <summary>Steps that two stores take alike: what is decided from the first is written to both.</summary>
internal sealed class GeneratedHistory
{
    private readonly Random _random;
    private readonly Side _reference;
    private readonly Side _store;
    private readonly GeneratedRuns _runs;
    private long _lags;

    public GeneratedHistory(Random random, Side reference, Side store, bool large)
    {
        (_random, _reference, _store, World) = (random, reference, store, new(random));
        _runs = new(random, World, reference.Store, large);
    }

    public GeneratedWorld World { get; }

    /// <summary>Does something.</summary>
    /// <returns>What, for the failure's text.</returns>
    public async Task<string> StepAsync()
    {
        World.Tick();
        var kind = _random.Next(40);
        await (kind switch
        {
            0 => BothAsync(side => side.BeginAgainAsync(crash: false)),
            1 => BothAsync(side => side.BeginAgainAsync(crash: true)),
            2 => BothAsync(side => side.TakeOverAsync()),
            3 => FenceAsync(),
            4 => BothAsync(side => side.FenceAsync(next: side.Driver.Batch == 0)),
            5 or 6 => SweepAsync(),
            7 => SetAsync(),
            _ => CommitAsync(),
        });
        return $"step of kind {kind}";
    }

    private async Task CommitAsync()
    {
        var writes = new List<StoreWrite>();
        foreach (var id in World.Some(World.Conversations, 3))
            if (await _runs.TimelineAsync(id) is { } run) writes.Add(run);
        foreach (var owner in World.Some(World.Users, 4))
            if (await _runs.InboxAsync(owner) is { } run) writes.Add(run);
        if (World.OneIn(4)) writes.Add(Devices());
        if (World.OneIn(6)) writes.Add(Lag());
        if (World.OneIn(6)) writes.Add(new LagClear(_random.NextInt64(_lags + 1)));
        if (writes.Count == 0) return;

        var (clears, writer) = (World.OneIn(4), _random.Next(_reference.WriterCount));
        var through = _random.NextInt64(_reference.Driver.Batch + 1);
        var outcomes = await BothAsync(side => side.Driver.CommitAsync(
            clears ? [.. writes, side.Clear(writer, through)] : writes));

        for (var i = 0; i < writes.Count; i++)
            if (writes[i] is TimelineRun run && outcomes[i] == WriteOutcome.Stored) _runs.Announce(run);
    }

    private async Task FenceAsync()
    {
        Assert.Null(await BothAsync(side => side.FenceAsync(next: true)));
        var run = await _runs.TimelineAsync(World.Pick(World.Conversations));
        foreach (var side in new[] { _reference, _store })
        {
            StoreWrite write = run is null ? Devices() : run;
            Assert.NotNull(await Record.ExceptionAsync(
                () => side.Driver.Writer.CommitAsync(side.Driver.Batch, [write], default)));
        }
    }

    /// <summary>To the end: which rows a step takes first is the store's choice.</summary>
    private Task<int> SweepAsync()
    {
        var bounds = World.Bounds();
        return BothAsync(side => side.Store.Inboxes.SweepAsync(bounds, 10_000, default));
    }

    private async Task SetAsync()
    {
        var (name, value) = ($"name{_random.Next(3)}", $"{_random.Next()}");
        foreach (var side in new[] { _reference, _store }) await side.Store.Settings.WriteAsync(name, value, default);
    }

    private DevicesWrite Devices() => new(
        World.Pick(World.Users),
        World.Some<DeviceId>([new("a"), new("A"), new("b")], 3).Append(new("c")).ToDictionary(
            device => device,
            device => World.OneIn(4)
                ? null
                : new DeviceCursor(
                    device, World.OneIn(3) ? null : new(new("0123abcd"), new(_random.Next(50))), World.Now)));

    private LagWrite Lag() => new(new(
        ++_lags, World.Pick(World.Users), World.Pick(World.Conversations),
        [.. Enumerable.Range(1, _random.Next(1, 4)).Select(change => Offers.Title(World.Large, change))]));

    private async Task<T> BothAsync<T>(Func<Side, Task<T>> step)
    {
        var expected = await step(_reference);
        Rendering.Same(expected, await step(_store));
        return expected;
    }
}
