using MessageSync.Inboxes;
using MessageSync.Simulation.Tests.People;
using MessageSync.Simulation.Tests.World;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>I1, I4, T6, at every event of one stream: one chain from where it was opened, each entry once and none
/// left out; <c>caught-up</c> once, after all that was there; <c>conflict</c> only when another took over, and
/// last.</summary>
internal sealed class StreamEvents
{
    private readonly Town _town;
    private readonly Phone _phone;
    private readonly string _who;
    private readonly long _headThen;
    private readonly HashSet<long> _came = [];
    private readonly bool _goesOnFromAck;
    private long? _position;
    private bool _isCaughtUp;
    private bool _hasConflict;

    /// <summary>A stream that is about to be opened.</summary>
    public StreamEvents(Town town, Phone phone, string? cursor, int no)
    {
        (_town, _phone, _who) = (town, phone, $"{phone.Name}, stream {no}");
        _headThen = Log.Head;
        _goesOnFromAck = cursor is null;
        _position = cursor is null ? null : Town.Position(cursor, phone.User);
    }

    /// <summary>What stands in the Inbox after its position, and is shown to its user.</summary>
    public IEnumerable<InboxEntry> Missing(Sight sight) =>
        Log.Unmerged.Where(entry => entry.Seq.Value > (_position ?? 0) && sight.Sees(entry));

    private Truth.InboxLog Log => _town.Ledger.InboxOf(_phone.User);

    /// <summary>Events came.</summary>
    /// <param name="events">In their order.</param>
    /// <param name="sight">Of when they were asked for.</param>
    /// <param name="wasTakenOver">Another stream of the device was opened, or may have been.</param>
    public void Came(IReadOnlyList<StreamEvent> events, Sight sight, bool wasTakenOver)
    {
        foreach (var one in events)
        {
            Unless(!_hasConflict, "I6", () => $"{one} came after the conflict.");
            switch (one)
            {
                case StreamEvent.Reset(var notice):
                    CheckReset(notice);
                    break;
                case StreamEvent.Entry(var entry):
                    CheckEntry(entry, sight);
                    break;
                case StreamEvent.CaughtUp caughtUp:
                    CheckCaughtUp(caughtUp, sight);
                    break;
                case StreamEvent.Conflict:
                    Unless(wasTakenOver, "I6", () => "a conflict, and no other stream of the device.");
                    _hasConflict = true;
                    break;
            }
        }
    }

    /// <summary>Its host ended it.</summary>
    public void Ended(bool hostStops) =>
        Unless(_hasConflict || hostStops, "I2", () => "it ended, and nobody took over.");

    private void CheckReset(ResetNotice notice)
    {
        var floor = Town.Position(notice.Floor, _phone.User);
        var isNew = notice.Reason == ResetReason.New && _goesOnFromAck && _position is null;
        Unless(isNew || notice.Reason == ResetReason.Trimmed, "I4", () => $"reset {notice.Reason}.");
        Unless(_position is not { } at || (at < floor && _town.WasDropped(_phone.User, floor)), "I4",
            () => $"reset from {_position} to {floor}, where nothing was dropped.");
        _position = floor;
    }

    private void CheckEntry(Delivery entry, Sight sight)
    {
        var (previous, next) = (Town.Position(entry.Previous, _phone.User), Town.Position(entry.Cursor, _phone.User));
        if (_position is null) BeginAt(previous);
        Unless(previous == _position, "I4", () => $"entry {next} follows {previous}, and delivered was {_position}.");
        Unless(_came.Add(next), "I1", () => $"entry {next} came twice.");
        Unless(next > _position, "I1", () => $"entry {next} came after {_position}.");
        DeliveredEntries.Check(_town, _phone.User, entry, sight, _who);
        MoveTo(next, sight);
    }

    private void CheckCaughtUp(StreamEvent.CaughtUp caughtUp, Sight sight)
    {
        var at = Town.Position(caughtUp.Cursor, _phone.User);
        Unless(!_isCaughtUp, "I4", () => "it caught up twice.");
        _isCaughtUp = true;
        if (_position is null) BeginAt(at);
        Unless(at >= _headThen, "T6", () => $"caught up at {at}, and {_headThen} was there when it opened.");
        Unless(at >= _position, "I4", () => $"caught up at {at}, behind {_position}.");
        Unless(at == Town.Position(caughtUp.Head, _phone.User) && at <= Log.Head, "I4",
            () => $"caught up at {at} of {Town.Show(caughtUp.Head, _phone.User)}; stored is {Log.Head}.");
        MoveTo(at, sight);
    }

    /// <summary>From the ack, which may be an older one.</summary>
    private void BeginAt(long position)
    {
        var acked = _phone.Acked is { } ack ? Town.Position(ack, _phone.User) : 0;
        Unless(position <= Math.Max(acked, _headThen), "I5",
            () => $"goes on after {position}, beyond its ack {acked}.");
        _position = position;
    }

    private void MoveTo(long position, Sight sight)
    {
        foreach (var entry in Missing(sight).Where(entry => entry.Seq.Value <= position))
            Unless(_came.Contains(entry.Seq.Value), "I4",
                () => $"{entry} was left out of ({_position}, {position}].");
        _position = position;
    }

    private void Unless(bool holds, string line, Func<string> what) =>
        SimulationFailure.Unless(holds, line, () => $"{_who}: {what()}");
}
