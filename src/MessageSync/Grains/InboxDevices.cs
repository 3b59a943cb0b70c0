using MessageSync.Inboxes;
using MessageSync.Storage;

namespace MessageSync.Grains;

/// <summary>The devices of one Inbox: loaded at first use, saved lazily. Losing the last positions repeats entries and
/// loses none.</summary>
internal sealed class InboxDevices(UserId owner, IActivation activation, GrainServices services)
{
    private static readonly TimeSpan s_saveAfter = TimeSpan.FromSeconds(2);
    private DeviceCursors? _devices;
    private ITimer? _timer;
    private Task _saved = Task.CompletedTask;

    public bool HasUnsaved => _devices?.HasUnsaved == true;

    public async Task<DeviceCursor?> SeeAsync(DeviceId device) => await ChangeAsync(devices =>
    {
        devices.See(device, services.Now);
        return devices.Find(device);
    });

    public Task AckAsync(DeviceId device, InboxCursor cursor) => ChangeAsync(devices =>
    {
        devices.Ack(device, cursor, services.Now);
        return true;
    });

    public Task<IReadOnlyList<DeviceCursor>> AllAsync() => ChangeAsync(devices => devices.All);

    public async Task ForgetAsync(DeviceId device)
    {
        await ChangeAsync(devices =>
        {
            devices.Forget(device);
            return true;
        });
        await SaveAsync();
    }

    /// <summary>One after the other: what is saved later may take back what was saved before.</summary>
    public async Task SaveAsync()
    {
        var saved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task before;
        using (new Turn(activation)) (before, _saved) = (_saved, saved.Task);
        try
        {
            await before;
            await SaveUnsavedAsync();
        }
        finally
        {
            saved.SetResult();
        }
    }

    private async Task SaveUnsavedAsync()
    {
        IReadOnlyDictionary<DeviceId, DeviceCursor?> unsaved;
        using (new Turn(activation))
        {
            _timer?.Dispose();
            _timer = null;
            if (_devices is not { HasUnsaved: true }) return;
            unsaved = _devices.TakeUnsaved();
        }
        try
        {
            await services.Commit.CommitAsync(new DevicesWrite(owner, unsaved));
        }
        catch (Exception)
        {
            using var turn = new Turn(activation);
            _devices.PutBack(unsaved.Keys);
            SaveSoon();
            throw;
        }
    }

    private async Task<T> ChangeAsync<T>(Func<DeviceCursors, T> change)
    {
        if (_devices is null)
        {
            var stored = await services.Inboxes.ReadDevicesAsync(owner, services.Stopping);
            using var turn = new Turn(activation);
            _devices ??= new(stored, services.Options.DevicesMax);
        }
        using (new Turn(activation))
        {
            var result = change(_devices);
            if (_devices.HasUnsaved) SaveSoon();
            return result;
        }
    }

    private void SaveSoon() => _timer ??= services.Clock.CreateTimer(
        _ => _ = SaveQuietlyAsync(), null, s_saveAfter, Timeout.InfiniteTimeSpan);

    private async Task SaveQuietlyAsync()
    {
        try
        {
            await SaveAsync();
        }
        catch (Exception failure) when (failure is StoreUnavailableException or StoreOverloadedException)
        {
            // Put back; the next round saves it.
        }
    }
}
