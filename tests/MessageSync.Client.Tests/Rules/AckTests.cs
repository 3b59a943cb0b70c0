using static MessageSync.Client.Tests.Rules.Desk;

namespace MessageSync.Client.Tests.Rules;

public sealed class AckTests
{
    private static readonly TimeSpan s_pause = new DeviceOptions().AckPause;

    [Fact]
    public void The_first_pushed_entry_is_acked_at_once()
    {
        var desk = WithTea();

        Push(desk, 1);

        Assert.Equal(At(1), desk.Answer<DeviceRequest.Ack>(new DeviceReply.Done()).Cursor);
        Assert.Null(desk.Device.Next(desk.Now));
        Assert.Null(desk.Device.WakeAt(desk.Now));
    }

    [Fact]
    public void Many_pushed_entries_cost_one_ack_a_pause_and_the_last_one_is_acked_in_the_end()
    {
        var desk = WithTea();
        var acked = new List<string>();

        for (var i = 1; i <= 250; i++)
        {
            Push(desk, i);
            AckIfDue();
            desk.Now += s_pause / 100;
        }
        while (desk.Device.WakeAt(desk.Now) is { } later)
        {
            desk.Now = later;
            AckIfDue();
        }

        Assert.Equal([At(1), At(101), At(201), At(250)], acked);

        void AckIfDue()
        {
            if (desk.Device.Next(desk.Now) is not { } request) return;

            acked.Add(Assert.IsType<DeviceRequest.Ack>(request).Cursor);
            desk.Device.Apply(request, new DeviceReply.Done(), desk.Now);
        }
    }

    [Fact]
    public void Entries_pushed_while_an_ack_is_under_way_are_acked_after_the_pause()
    {
        var desk = WithTea();
        Push(desk, 1);
        var ack = desk.Next<DeviceRequest.Ack>();
        Push(desk, 2);

        desk.Device.Apply(ack, new DeviceReply.Done(), desk.Now);

        Assert.Null(desk.Device.Next(desk.Now));
        Assert.Equal(desk.Now + s_pause, desk.Device.WakeAt(desk.Now));
        desk.Now += s_pause;
        Assert.Equal(At(2), desk.Next<DeviceRequest.Ack>().Cursor);
    }

    [Fact]
    public void An_ack_whose_answer_is_lost_is_repeated_with_the_newest_cursor()
    {
        var desk = WithTea();
        Push(desk, 1);
        desk.Answer<DeviceRequest.Ack>(new DeviceReply.Lost());
        Push(desk, 2);

        desk.Now = desk.Device.WakeAt(desk.Now)!.Value;

        Assert.Equal(At(2), desk.Next<DeviceRequest.Ack>().Cursor);
    }

    [Fact]
    public void A_sync_carries_the_ack_and_waits_for_no_pause()
    {
        var desk = WithTea();
        Push(desk, 1);
        desk.Answer<DeviceRequest.Ack>(new DeviceReply.Done());
        Push(desk, 2);

        Assert.Equal(At(2), desk.Sync(2, 2).Acked);

        Assert.Null(desk.Device.Next(desk.Now));
        Assert.Null(desk.Device.WakeAt(desk.Now));
    }

    [Fact]
    public void A_long_poll_carries_the_ack_and_waits_for_no_pause()
    {
        var desk = WithTea();
        Push(desk, 1);
        desk.Answer<DeviceRequest.Ack>(new DeviceReply.Done());
        Push(desk, 2);

        desk.Device.Wait = TimeSpan.FromSeconds(20);

        var sync = desk.Next<DeviceRequest.Sync>();
        Assert.Equal((At(2), TimeSpan.FromSeconds(20)), (sync.Acked, sync.Wait));
    }

    [Fact]
    public void What_was_not_acked_when_the_process_ended_is_acked_by_the_first_sync_of_the_next()
    {
        var desk = WithTea();
        Push(desk, 1);
        desk.Answer<DeviceRequest.Ack>(new DeviceReply.Done());
        Push(desk, 2);

        desk.Restart();

        Assert.Equal(At(2), desk.Next<DeviceRequest.Sync>().Acked);
    }

    [Fact]
    public void Acks_that_wait_hold_up_nothing_else()
    {
        var desk = WithTea();
        Push(desk, 1);
        desk.Answer<DeviceRequest.Ack>(new DeviceReply.Done());
        Push(desk, 2);

        desk.Device.Open("tea");

        desk.Next<DeviceRequest.Show>();
    }

    [Theory]
    [InlineData(-0.001)]
    [InlineData(3601)]
    public void A_pause_that_is_none_is_refused(double seconds)
    {
        var options = new DeviceOptions { AckPause = TimeSpan.FromSeconds(seconds) };

        Assert.Throws<ArgumentOutOfRangeException>(() => new Device("ann", new InMemoryDeviceStore(), options));
    }

    /// <summary>The entry at a cursor comes by the stream.</summary>
    private static void Push(Desk desk, int cursor) => Assert.True(desk.Device.Push(
        New(Message(3 + cursor)) with { Previous = At(cursor - 1), Cursor = At(cursor) }));
}
