namespace MessageSync.Conformance;

/// <summary>What <see cref="MessageSync.Storage.IStoreSettings"/> promises.</summary>
public abstract class SettingsConformance : StoreConformance
{
    [Fact]
    public async Task A_setting_that_was_never_set_is_null() =>
        Assert.Null(await Store.Settings.ReadAsync("clock", Ct));

    [Fact]
    public async Task A_setting_is_what_was_set_last()
    {
        await Store.Settings.WriteAsync("clock", "1", Ct);
        await Store.Settings.WriteAsync("clock", "", Ct);
        await Store.Settings.WriteAsync("Clock", "other", Ct);

        Assert.Equal("", await Store.Settings.ReadAsync("clock", Ct));
        Assert.Equal("other", await Store.Settings.ReadAsync("Clock", Ct));
    }

    [Fact]
    public async Task A_setting_outlives_a_crash()
    {
        await Store.Settings.WriteAsync("clock", "90000", Ct);

        await CrashAsync();

        Assert.Equal("90000", await Store.Settings.ReadAsync("clock", Ct));
    }

    [Fact]
    public async Task The_epoch_stays_as_long_as_the_store()
    {
        var epoch = await Store.Settings.ReadEpochAsync(Ct);

        await RestartAsync();

        Assert.Equal(Epoch.Length, epoch.Value.Length);
        Assert.Equal(epoch, await Store.Settings.ReadEpochAsync(Ct));
    }

    [Fact]
    public async Task Another_life_of_the_store_stays_as_well()
    {
        await Store.Settings.WriteEpochAsync(new("00c0ffee"), Ct);

        await CrashAsync();

        Assert.Equal(new Epoch("00c0ffee"), await Store.Settings.ReadEpochAsync(Ct));
    }

    [Fact]
    public async Task Another_store_has_another_epoch()
    {
        await using var other = await OpenAsync();

        Assert.NotEqual(await other.Settings.ReadEpochAsync(Ct), await Store.Settings.ReadEpochAsync(Ct));
    }

    [Fact]
    public async Task A_store_that_works_answers_a_ping() => await Store.Settings.PingAsync(Ct);
}
