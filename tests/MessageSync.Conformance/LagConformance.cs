using MessageSync.Storage;
using static MessageSync.Conformance.Samples;

namespace MessageSync.Conformance;

/// <summary>What <see cref="IStoreWriter"/> promises of offers that are set aside.</summary>
public abstract class LagConformance : StoreConformance
{
    private static readonly Lag[] SetAside =
    [
        new(3, Bob, Tea, [Offers.Member(Tea, 1, Cid), Offers.Message(Tea, 2)]),
        new(4, Bob, Tea, [Offers.Message(Tea, 3), Offers.Title(Tea, 4), Offers.Advanced(Tea, 5)]),
        new(70_000_000_000, Ann, Cake, [Offers.Title(Cake, 1)]),
    ];

    [Fact]
    public async Task What_is_set_aside_comes_back_ascending_until_it_is_taken()
    {
        foreach (var lag in SetAside) await Driver.StoreAsync(new LagWrite(lag));
        await CrashAsync();

        var all = (await Driver.Writer.TakeOverAsync(Ct)).Lags;
        await Driver.StoreAsync(new LagClear(4));
        var rest = (await Driver.Writer.TakeOverAsync(Ct)).Lags;
        await Driver.StoreAsync(new LagClear(3), new LagClear(70_000_000_000));
        await CrashAsync();

        Rendering.Same(SetAside, all);
        Rendering.Same(new[] { SetAside[0], SetAside[2] }, rest);
        Assert.Empty((await Driver.Writer.TakeOverAsync(Ct)).Lags);
    }

    [Fact]
    public async Task Where_several_hosts_share_the_store_each_finds_what_any_set_aside_of_a_conversation()
    {
        foreach (var lag in SetAside) await Driver.StoreAsync(new LagWrite(lag));
        var other = Store.OpenWriter();

        var found = await other.ReadLagsAsync(Tea, Ct);
        await Driver.StoreAsync(new LagClear(3));
        var rest = await other.ReadLagsAsync(Tea, Ct);

        Rendering.Same(Store.IsShared ? SetAside.Take(2) : [], found);
        Rendering.Same(Store.IsShared ? SetAside.Skip(1).Take(1) : [], rest);
    }

    [Fact]
    public async Task What_was_taken_may_be_taken_again()
    {
        await Driver.StoreAsync(new LagWrite(SetAside[0]));
        await Driver.StoreAsync(new LagClear(SetAside[0].No));

        await Driver.StoreAsync(new LagClear(SetAside[0].No), new LagClear(99));

        Assert.Empty((await Driver.Writer.TakeOverAsync(Ct)).Lags);
    }

    [Fact]
    public async Task A_number_names_one_lag()
    {
        await Driver.StoreAsync(new LagWrite(SetAside[0]));
        var run = await Driver.DecideAsync(Tea, Create(Ann));

        var thrown = await Record.ExceptionAsync(
            () => Driver.CommitAsync(run, new LagWrite(SetAside[1] with { No = SetAside[0].No })));

        Assert.NotNull(thrown);
        Assert.IsNotType<StoreUnavailableException>(thrown);
        Assert.Null(await Timelines.LoadAsync(Tea, Ct));
        Rendering.Same(SetAside.Take(1), (await Driver.Writer.TakeOverAsync(Ct)).Lags);
    }
}
