using MessageSync.Inboxes;
using MessageSync.Storage;
using MessageSync.Storage.InMemory;

namespace MessageSync.Tests.Grains;

/// <summary>Positions of devices on their way to the store.</summary>
public sealed class InboxDevicesTests : IGroupCommit, IActivation
{
    private static readonly DeviceId s_phone = new("phone");

    private readonly List<(DevicesWrite Write, TaskCompletionSource<CommitResult> Done)> _writes = [];

    [Fact]
    public async Task What_is_forgotten_while_it_is_being_saved_is_forgotten_afterwards()
    {
        await using var store = new InMemoryStore();
        var devices = new InboxDevices(new("ann"), this, Services(store));
        await devices.SeeAsync(s_phone);
        var saving = devices.SaveAsync();

        var forgetting = devices.ForgetAsync(s_phone);

        Assert.NotNull(Assert.Single(_writes).Write.Devices[s_phone]);
        End(0);
        await saving;
        Assert.Equal(2, _writes.Count);
        Assert.Null(_writes[1].Write.Devices[s_phone]);
        End(1);
        await forgetting;
    }

    [Fact]
    public async Task What_could_not_be_saved_is_saved_with_the_next()
    {
        await using var store = new InMemoryStore();
        var devices = new InboxDevices(new("ann"), this, Services(store));
        await devices.SeeAsync(s_phone);
        var saving = devices.SaveAsync();
        var again = devices.SaveAsync();

        _writes[0].Done.SetException(new StoreUnavailableException());

        await Assert.ThrowsAsync<StoreUnavailableException>(() => saving);
        while (_writes.Count < 2) await Task.Yield();
        Assert.NotNull(_writes[1].Write.Devices[s_phone]);
        End(1);
        await again;
    }

    Task<CommitResult> IGroupCommit.CommitAsync(StoreWrite write)
    {
        var done = new TaskCompletionSource<CommitResult>();
        _writes.Add(((DevicesWrite)write, done));
        return done.Task;
    }

    void IActivation.Enter() { }

    void IActivation.Leave() { }

    private void End(int i) => _writes[i].Done.SetResult(new(WriteOutcome.Stored, () => { }));

    private GrainServices Services(InMemoryStore store) => new(
        store.Timelines, store.Inboxes, store.Directory, this, null!, null!, new Epoch("00000001"), new(null), new(), new StoppedClock(),
        CancellationToken.None);
}
