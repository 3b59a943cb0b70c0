using System.Text;
using static MessageSync.Conformance.Samples;

namespace MessageSync.Storage.Postgres.Tests.Faults;

/// <summary>A silo that stands still keeps its connections, and the locks of what it has half sent.</summary>
public sealed class StandstillTests
{
    private const int Sent = 20;

    [Fact]
    public async Task A_silo_that_stands_still_in_the_middle_of_a_batch_holds_up_nobody_for_long()
    {
        var (direct, schema) = await Town.NewSchemaAsync();
        await using var proxy = Proxy.To(direct);
        await using var still = await Town.StartAsync(proxy.ConnectionString, schema);
        await using var other = await Town.StartAsync(direct, schema, options =>
            (options.LockTimeout, options.IdleInTransactionTimeout) = (TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1)));
        await still.GroupAsync(Tea, Bob);
        await still.SendAsync(Tea, Town.Ann, "1");
        var stands = proxy.StandStillAt(Encoding.UTF8.GetBytes("and no further"));

        var half = still.SendAsync(Tea, Town.Ann, "2", "so far and no further");
        await stands;
        for (var i = 0; i < Sent; i++) await other.SendAsync(Tea, Bob, $"{i}");

        await other.Log.UntilAsync(3222);
        proxy.Cut();
        Assert.Equal(new SeqNo(Sent + 2), await half);
        Assert.Equal(new SeqNo(Sent + 3), await other.SendAsync(Tea, Bob, "last"));
        await Inboxes.CompleteAsync(other.Sync, Bob, Tea, Sent + 3);
        await Town.AssertSoundAsync(direct, schema);
    }
}
