using MessageSync.Simulation.Tests.Machine;
using MessageSync.Storage;

namespace MessageSync.Simulation.Tests.Faults;

/// <summary>What becomes of a commit on its way.</summary>
internal enum Fate
{
    /// <summary>Stored, and answered.</summary>
    Fine,
    /// <summary>Stored, but the answer is lost.</summary>
    ReplyLost,
    /// <summary>Lost before it was stored.</summary>
    NotStored,
    /// <summary>Given up for lost, and still on its way.</summary>
    Zombie,
}

/// <summary>Everything that goes wrong, drawn from the seed, until <see cref="Clear"/>.</summary>
internal sealed class Weather(Random random, SimClock clock)
{
    private readonly int _slow = random.Next(0, 12);
    private readonly int _badCommits = random.Next(0, 15);
    private readonly int _badReads = random.Next(0, 5);
    private readonly Dictionary<UserId, TimeSpan> _sick = [];
    private TimeSpan _downUntil;
    private bool _clear;

    /// <summary>How many hints of a hundred are lost.</summary>
    public int LostHints { get; set; }

    /// <summary>True once a hint was lost.</summary>
    public bool HasLostHints { get; private set; }

    /// <summary>From now on nothing goes wrong any more.</summary>
    public void Clear() => (_clear, LostHints) = (true, 0);

    /// <summary>The store cannot be reached for a time.</summary>
    public void GoDown(TimeSpan time) => _downUntil = clock.Elapsed + time;

    /// <summary>A user's Inbox cannot be written for a time.</summary>
    public void MakeSick(UserId user, TimeSpan time) => _sick[user] = clock.Elapsed + time;

    public bool IsSick(UserId user) => !_clear && _sick.TryGetValue(user, out var until) && clock.Elapsed < until;

    public bool IsDown => !_clear && clock.Elapsed < _downUntil;

    public bool LosesHint()
    {
        var isLost = LostHints > 0 && random.Next(100) < LostHints;
        HasLostHints |= isLost;
        return isLost;
    }

    public Fate NextFate() => _clear || random.Next(100) >= _badCommits ? Fate.Fine : (Fate)random.Next(1, 4);

    /// <summary>The way to the store, or back.</summary>
    public async Task TravelAsync()
    {
        var kind = random.Next(100);
        var delay = kind < 55 ? 0 : kind < 88 ? random.Next(1, 6) : kind < 100 - _slow ? random.Next(1, 80) : random.Next(1, 1500);
        if (delay == 0) await Task.Yield();
        else await Task.Delay(TimeSpan.FromMilliseconds(_clear ? Math.Min(delay, 5) : delay), clock, CancellationToken.None);
    }

    /// <summary>The way of a read: there and back, or not.</summary>
    public async Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        await TravelAsync();
        if (IsDown || (!_clear && random.Next(100) < _badReads)) throw new StoreUnavailableException("Simulated.");

        var answer = Outside.Wait(read);
        await TravelAsync();
        return answer;
    }
}
