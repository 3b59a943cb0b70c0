using MessageSync.Inboxes;
using static MessageSync.Domain.Tests.Samples;

namespace MessageSync.Domain.Tests.Inboxes;

public sealed class DeviceCursorsTests
{
    private static readonly DeviceId Phone = new("phone");
    private static readonly DeviceId Laptop = new("laptop");
    private static readonly DeviceId Tablet = new("tablet");
    private readonly DeviceCursors _devices = new([], devicesMax: 2);

    [Fact]
    public void A_device_is_known_from_its_first_visit_on_without_a_position()
    {
        _devices.See(Phone, Noon);

        Assert.Equal([new DeviceCursor(Phone, null, Noon)], _devices.All);
        Assert.Null(_devices.Find(Laptop));
    }

    [Fact]
    public void Positions_of_devices_are_independent_and_listed_by_id()
    {
        _devices.Ack(Phone, At(5), Noon);
        _devices.Ack(Laptop, At(3), Noon);

        Assert.Equal([(Laptop, At(3)), (Phone, At(5))], _devices.All.Select(one => (one.Device, one.Acked!.Value)));
    }

    [Fact, Trait("Trap", "T16")]
    public void A_position_never_moves_back_within_an_epoch()
    {
        _devices.Ack(Phone, At(5), Noon);

        _devices.Ack(Phone, At(4), Noon);
        Assert.Equal(At(5), _devices.Find(Phone)!.Acked);

        var restored = new InboxCursor(new("00c0ffef"), new(1));
        _devices.Ack(Phone, restored, Noon);
        Assert.Equal(restored, _devices.Find(Phone)!.Acked);
    }

    [Fact, Trait("Trap", "T35")]
    public void When_it_was_last_seen_never_moves_back()
    {
        _devices.See(Phone, Noon);

        _devices.Ack(Phone, At(5), Noon.AddHours(-1));

        Assert.Equal(new(Phone, At(5), Noon), _devices.Find(Phone));
    }

    [Fact]
    public void Of_too_many_the_longest_unseen_goes_and_never_the_one_that_comes()
    {
        _devices.See(Phone, Noon.AddMinutes(2));
        _devices.See(Laptop, Noon.AddMinutes(1));

        _devices.See(Tablet, Noon);

        Assert.Equal([Phone, Tablet], _devices.All.Select(device => device.Device));
        Assert.Null(_devices.TakeUnsaved()[Laptop]);
    }

    [Fact]
    public void What_changed_is_to_be_saved_once()
    {
        _devices.Ack(Phone, At(5), Noon);
        _devices.See(Laptop, Noon);

        var unsaved = _devices.TakeUnsaved();

        Assert.Equal([Laptop, Phone], unsaved.Keys.Order());
        Assert.Equal(At(5), unsaved[Phone]!.Acked);
        Assert.False(_devices.HasUnsaved);
    }

    [Fact]
    public void What_changed_nothing_is_not_saved_again()
    {
        var stored = new DeviceCursors([new(Phone, At(5), Noon)], devicesMax: 2);

        stored.Ack(Phone, At(5), Noon);
        stored.Forget(Laptop);

        Assert.False(stored.HasUnsaved);
    }

    [Fact]
    public void What_could_not_be_saved_is_saved_again_as_it_is_by_then()
    {
        _devices.Ack(Phone, At(5), Noon);
        var unsaved = _devices.TakeUnsaved();
        _devices.Ack(Phone, At(6), Noon);

        _devices.PutBack(unsaved.Keys);

        Assert.Equal(At(6), Assert.Single(_devices.TakeUnsaved()).Value!.Acked);
    }

    [Fact]
    public void A_forgotten_device_comes_again_as_a_new_one()
    {
        _devices.Ack(Phone, At(5), Noon);

        _devices.Forget(Phone);
        Assert.Null(_devices.Find(Phone));

        _devices.See(Phone, Noon);
        Assert.Null(Assert.Single(_devices.TakeUnsaved()).Value!.Acked);
    }

    private static InboxCursor At(long seq) => new(Samples.Epoch, new(seq));
}
