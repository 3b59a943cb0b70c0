using MessageSync.Client;
using MessageSync.Simulation.Tests.World;

namespace MessageSync.Simulation.Tests.People;

/// <summary>How a phone follows its Inbox live, as the client's session does: it syncs, opens a stream where it is and
/// lets its machine take what comes. The stream breaks at any event, and so may the phone; then it comes back.</summary>
internal sealed class Following(Town town, Phone phone, Random random)
{
    private string? _lastEventId;

    /// <summary>True when what comes waits until nothing is asked: the machine takes it then and need not
    /// sync.</summary>
    public bool IsPatient { get; init; }

    /// <summary>How often the machine did not take what came, and had to sync.</summary>
    public int Missed { get; private set; }

    /// <summary>Until the evening. A stream that is open then stays open.</summary>
    public async Task LiveAsync()
    {
        while (!town.IsEvening)
        {
            await CatchUpAsync();
            if (town.IsEvening) return;

            // Another program with the same token goes on from the ack.
            if (random.Next(12) == 0) town.Main.Begin(() => FollowAsync(null));
            await FollowAsync(phone.Cursor);
            while (!town.IsEvening && random.Next(2) == 0 && _lastEventId is { } id) await FollowAsync(id);
            await town.WaitAsync(random.Next(0, 2500) / 1000.0);
        }
    }

    /// <summary>One stream, until it ends, breaks, or the phone loses its power.</summary>
    public async Task FollowAsync(string? cursor)
    {
        if (await OpenStream.OpenAsync(town, phone, cursor) is not { } stream) return;

        var (machine, epoch) = (phone.Machine, phone.Machine.State.Epoch);
        _lastEventId = cursor;
        while (machine == phone.Machine && await stream.NextAsync() is { } events)
        {
            foreach (var (one, id) in Wire.Of(events))
            {
                if (machine != phone.Machine || Breaks(stream)) break;

                _lastEventId = id ?? _lastEventId;
                await TakeAsync(one, epoch);
            }
            if (!stream.IsRead) break;
        }
        stream.Leave();
        if (random.Next(3) > 0) stream.Close();
        else town.Main.Begin(() => CloseLaterAsync(stream));
    }

    /// <summary>Awake until its Inbox has been read to its end.</summary>
    private async Task CatchUpAsync()
    {
        phone.WatchInbox();
        while (!town.IsEvening && !phone.HasReadInbox)
        {
            phone.Look(5);
            await town.WaitAsync(random.Next(1, 400) / 1000.0);
        }
    }

    private bool Breaks(OpenStream stream)
    {
        if (town.IsEvening || random.Next(40) > 0) return false;

        town.Trace.Write(phone.Name, "loses its connection");
        if (random.Next(3) == 0) phone.LosePower();
        stream.Leave();
        return true;
    }

    private async Task TakeAsync(Client.StreamEvent one, string? epoch)
    {
        if (!town.IsEvening && random.Next(20) == 0) await town.WaitAsync(random.Next(1, 300) / 1000.0);
        switch (one)
        {
            case Client.StreamEvent.EntryCame(var entry):
                if (IsPatient) await phone.IdleAsync();
                phone.Hear(machine => Push(machine, entry, epoch));
                break;
            case Client.StreamEvent.ResetCame:
                phone.Hear(machine => machine.News());
                break;
        }
    }

    private void Push(Device machine, InboxEntry entry, string? epoch)
    {
        var isThere = machine.State.Epoch == epoch && string.CompareOrdinal(entry.Cursor, machine.State.Cursor) <= 0;
        if (!isThere && !machine.Push(entry)) Missed++;
    }

    /// <summary>Nothing says that a phone is gone: its host finds out when it writes.</summary>
    private async Task CloseLaterAsync(OpenStream stream)
    {
        await town.WaitAsync(random.Next(1, 20));
        stream.Close();
    }
}
