using System.Globalization;
using MessageSync.Simulation.Tests.Checks;
using MessageSync.Simulation.Tests.Faults;
using MessageSync.Simulation.Tests.World;
using MessageSync.Storage;

namespace MessageSync.Simulation.Tests.People;

/// <summary>One stream of a phone, from the moment it is asked for; every event is checked as it comes.</summary>
internal sealed class OpenStream
{
    private static readonly TimeSpan s_comment = TimeSpan.FromSeconds(15);

    private readonly Town _town;
    private readonly Phone _phone;
    private readonly StreamEvents _check;
    private readonly int _no;
    private readonly int _asked;
    private int _opened = int.MaxValue;
    private Connection? _connection;
    private bool _isTakenOver;
    private int _batchesSince;

    private OpenStream(Town town, Phone phone, string? cursor)
    {
        (_town, _phone, _no, _asked) = (town, phone, town.Streams.Count + 1, town.Scheduler.Steps);
        _check = new(town, phone, cursor, _no);
    }

    /// <summary>True while its phone reads it.</summary>
    public bool IsRead { get; private set; }

    public bool IsTakenOver => _isTakenOver;

    public string Name => $"{_phone.Name}, stream {_no}";

    public bool IsOf(Phone phone) => _phone.Caller == phone.Caller;

    private bool IsOnHost(SimHost host) => _connection?.Host == host && host.IsUp;

    /// <summary>Opens one.</summary>
    /// <returns>Null when it was refused, or nobody answered.</returns>
    public static async Task<OpenStream?> OpenAsync(Town town, Phone phone, string? cursor)
    {
        var stream = new OpenStream(town, phone, cursor);
        var older = town.Streams.Where(other => other.IsOf(phone) && other.IsRead).ToList();
        town.Streams.Add(stream);
        try
        {
            var answer = await town.CallHostAsync(
                phone.Name, $"stream {stream._no} at {Town.Show(cursor, phone.User)}",
                host => AskAsync(host, phone, cursor));
            SimulationFailure.Unless(answer.Refusal is null or Refusal.RateLimited, "I4",
                () => $"{stream.Name} was refused: {answer.Refusal}.");
            stream._connection = answer.Value;
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
        if (stream._connection is not { } connection) return null;

        (stream._opened, stream.IsRead) = (town.Scheduler.Steps, true);
        foreach (var one in older.Where(one => one.IsOnHost(connection.Host))) one._isTakenOver = true;
        return stream;
    }

    /// <summary>What comes next.</summary>
    /// <returns>Null when it is over: it ended, or the connection broke.</returns>
    public async Task<IReadOnlyList<StreamEvent>?> NextAsync()
    {
        var (sight, begun) = (new Sight(_town, _phone.User), _town.Mutations.Erasures.Now);
        IReadOnlyList<StreamEvent>? events;
        try
        {
            events = await _connection!.NextAsync(s_comment);
        }
        catch (Exception broken) when (broken is SickRowException || !_connection!.Host.IsUp)
        {
            _town.Trace.Write(_phone.Name, $"stream {_no} → broken ({broken.Message})");
            IsRead = false;
            return null;
        }
        catch (StoreUnavailableException outage)
        {
            throw new SimulationFailure("S3", $"{Name} ended of an outage: {outage.Message}");
        }
        _town.Trace.Write(_phone.Name, $"stream {_no} → {Describe(events)}");
        if (events is null)
        {
            IsRead = false;
            _check.Ended(hostStops: !_connection.Host.IsUp);
            return null;
        }
        ShownMessages.Check(_town, Name, begun, events);
        _check.Came(events, sight, _town.Streams.Exists(other =>
            other != this && other.IsOf(_phone) && other._opened > _asked));
        CheckTakeOver(events);
        return events;
    }

    /// <summary>Nobody reads it any more.</summary>
    public void Leave() => IsRead = false;

    /// <summary>Its host learns that nobody reads it any more.</summary>
    public void Close() => _connection!.Dispose();

    /// <summary>T3: everything that is there was delivered.</summary>
    public void CheckComplete()
    {
        foreach (var entry in _check.Missing(new Sight(_town, _phone.User)))
            SimulationFailure.Unless(false, "T3", () => $"{Name}: {entry} never came.");
    }

    private static async Task<Answer<Connection>> AskAsync(SimHost host, Phone phone, string? cursor)
    {
        var answer = await host.CallAsync(sync => sync.StreamAsync(phone.Caller, cursor));
        return answer.Value is { } opened ? new Connection(host, opened) : answer.Refusal!;
    }

    /// <summary>What was under way when another took over may come yet, then the conflict; where that hint was lost, by
    /// the next look.</summary>
    private void CheckTakeOver(IReadOnlyList<StreamEvent> events)
    {
        if (!_isTakenOver || events.Count == 0 || _town.Weather.HasLostHints) return;
        if (events[^1] is StreamEvent.Conflict) return;

        SimulationFailure.Unless(_batchesSince++ == 0, "I6", () => $"{Name} goes on, and another took over.");
    }

    private static string Describe(IReadOnlyList<StreamEvent>? events) => events is null ? "ended" : string.Join(", ",
        events.GroupBy(one => one.GetType().Name).Select(same => string.Create(
            CultureInfo.InvariantCulture, $"{same.Count()} {same.Key}")).DefaultIfEmpty("nothing"));
}
