using System.Net;
using MessageSync.Orleans.Hosting;

namespace MessageSync.Orleans.Tests.Hosting;

public sealed class HomesTests
{
    private static readonly SiloAddress[] s_silos =
        [.. Enumerable.Range(0, 5).Select(i => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11111 + i), i))];

    private static readonly string[] s_keys = [.. Enumerable.Range(0, 5000).Select(i => $"user-{i}")];

    [Fact]
    public void The_home_does_not_depend_on_the_order_of_silos() =>
        Assert.All(s_keys, key => Assert.Equal(Homes.Of(key, s_silos), Homes.Of(key, [.. s_silos.Reverse()])));

    [Fact]
    public void When_a_silo_goes_only_its_own_share_moves()
    {
        var gone = s_silos[2];
        var left = s_silos.Where(silo => !silo.Equals(gone)).ToArray();

        var moved = s_keys.Where(key => !Homes.Of(key, s_silos).Equals(Homes.Of(key, left)));

        Assert.Equal(s_keys.Where(key => Homes.Of(key, s_silos).Equals(gone)), moved);
    }

    [Fact]
    public void Every_silo_is_home_to_about_its_share() => Assert.All(
        s_keys.GroupBy(key => Homes.Of(key, s_silos)).Select(share => share.Count()),
        count => Assert.InRange(count, 900, 1100));
}
