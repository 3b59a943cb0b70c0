using System.Net;
using MessageSync.Orleans.Hosting;

namespace MessageSync.Orleans.Tests.Hosting;

public sealed class DepartingSilosTests
{
    private static readonly SiloAddress s_silo = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11111), 1);

    [Theory]
    [InlineData(SiloStatus.Joining, SiloStatus.Active, false)]
    [InlineData(SiloStatus.Active, SiloStatus.Active, false)]
    [InlineData(SiloStatus.Active, SiloStatus.ShuttingDown, true)]
    [InlineData(SiloStatus.ShuttingDown, SiloStatus.Dead, true)]
    [InlineData(SiloStatus.Active, SiloStatus.Dead, true)]
    [InlineData(SiloStatus.Dead, SiloStatus.Dead, false)]
    public void Grains_move_when_a_silo_begins_to_go_and_when_it_is_gone(SiloStatus before, SiloStatus now, bool moved) =>
        Assert.Equal(moved, DepartingSilos.HasMoved(Of(before), Of(now)));

    [Fact]
    public void A_silo_that_is_not_there_any_more_is_gone() =>
        Assert.True(DepartingSilos.HasMoved(Of(SiloStatus.Active), new Dictionary<SiloAddress, SiloStatus>()));

    private static Dictionary<SiloAddress, SiloStatus> Of(SiloStatus status) => new() { [s_silo] = status };
}
