using System.Threading.Channels;
using MessageSync.Grains;
using MessageSync.Storage;
using MessageSync.Storage.InMemory;

namespace MessageSync.Tests.Grains;

/// <summary>Positions of devices on their way to the store.</summary>
public sealed class InboxDevicesTests : IGroupCommit, IActivation
{
    private static readonly DeviceId s_phone = new("phone");

    private readonly Channel<(DevicesWrite Write, TaskCompletionSource<CommitResult> Done)> _writes =
        Channel.CreateUnbounded<(DevicesWrite, TaskCompletionSource<CommitResult>)>();

    [Fact]
    public async Task What_is_forgotten_while_it_is_being_saved_is_forgotten_afterwards()
    {
        await using var store = new InMemoryStore();
        var devices = new InboxDevices(new("ann"), this, Services(store));
        await devices.SeeAsync(s_phone);
        var saving = devices.SaveAsync();
        var (first, firstDone) = await _writes.Reader.ReadAsync();

        var forgetting = devices.ForgetAsync(s_phone);

        Assert.NotNull(first.Devices[s_phone]);
        Assert.False(_writes.Reader.TryRead(out _), "The second write must wait for the first.");
        Store(firstDone);
        await saving;
        var (second, secondDone) = await _writes.Reader.ReadAsync();
        Assert.Null(second.Devices[s_phone]);
        Store(secondDone);
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

        (await _writes.Reader.ReadAsync()).Done.SetException(new StoreUnavailableException());

        await Assert.ThrowsAsync<StoreUnavailableException>(() => saving);
        var (second, done) = await _writes.Reader.ReadAsync();
        Assert.NotNull(second.Devices[s_phone]);
        Store(done);
        await again;
    }

    Task<CommitResult> IGroupCommit.CommitAsync(StoreWrite write)
    {
        var done = new TaskCompletionSource<CommitResult>();
        Assert.True(_writes.Writer.TryWrite(((DevicesWrite)write, done)));
        return done.Task;
    }

    void IActivation.Enter() { }

    void IActivation.Leave() { }

    private static void Store(TaskCompletionSource<CommitResult> done) => done.SetResult(new(WriteOutcome.Stored, () => { }));

    private GrainServices Services(InMemoryStore store) => new(
        store.Timelines, store.Inboxes, store.Directory, this, null!, null!, new Epoch("00000001"), new(null), new(), new StoppedClock(),
        CancellationToken.None);
}
