using static MessageSync.Client.Tests.Rules.Desk;

namespace MessageSync.Client.Tests.Rules;

public sealed class PageSizeTests
{
    [Fact]
    public void An_answer_that_was_cut_off_is_asked_for_in_smaller_pieces_until_one_comes()
    {
        var desk = WithTea();
        var limits = new List<int>();

        for (var i = 0; i < 9; i++) limits.Add(Ask(desk, new DeviceReply.Lost(HasBegun: true)));
        for (var i = 0; i < 10; i++) limits.Add(Ask(desk, new DeviceReply.Synced(Reply(At(0), 0, null))));

        Assert.Equal([100, 50, 25, 12, 6, 3, 1, 1, 1, 1, 1, 1, 1, 3, 6, 12, 25, 50, 100], limits);
    }

    [Fact]
    public void A_server_that_does_not_answer_makes_no_page_smaller()
    {
        var desk = WithTea();

        Assert.Equal(100, Ask(desk, new DeviceReply.Lost()));
        Assert.Equal(100, Ask(desk, new DeviceReply.Refused("overloaded")));
        Assert.Equal(100, Ask(desk, new DeviceReply.Lost()));
    }

    [Fact]
    public void A_wish_that_was_cut_off_stays_one_wish_and_gets_smaller_pages()
    {
        var desk = WithTea();
        desk.Device.Want("tea", new RoamAnchor.Newest());
        var first = desk.Answer<DeviceRequest.Roam>(new DeviceReply.Lost(HasBegun: true));
        desk.Device.EndPauses();

        desk.Device.Want("tea", new RoamAnchor.Newest());
        var second = desk.Next<DeviceRequest.Roam>();
        desk.Device.Want("tea", new RoamAnchor.Newest());
        desk.Device.Apply(second, new DeviceReply.Roamed(Page(3, 3, true, false, 3)), desk.Now);

        Assert.Equal([50, 25], [first.Limit, second.Limit]);
        Assert.Null(desk.Device.Next(desk.Now));
    }

    private static int Ask(Desk desk, DeviceReply reply)
    {
        desk.Device.EndPauses();
        desk.Device.News();
        return desk.Answer<DeviceRequest.Sync>(reply).Limit;
    }
}
