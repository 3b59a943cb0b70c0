using MessageSync.Simulation.Tests.Checks;
using MessageSync.Simulation.Tests.People;
using MessageSync.Simulation.Tests.Stores;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.World;

/// <summary>One day of one town: people live, things go wrong; in the evening all comes to rest and is looked at.</summary>
internal sealed class Day(int seed, TownStore store, bool withStreams)
{
    private static readonly IReadOnlyList<UserId> s_users = [.. "ann bob cat dan eve".Split(' ').Select(name => new UserId(name))];
    private static readonly IReadOnlyList<ConversationId> s_groups = [new("tea"), new("work"), new("club")];

    private readonly Random _random = new(seed + 3);

    /// <summary>In every fourth seed nobody holds a stream.</summary>
    public Town Town { get; } = new(seed, store) { HasStreams = withStreams && seed % 4 != 3 };

    /// <summary>Every sixteenth seed has a group about as large as a small group may be.</summary>
    private bool HasCrowd => seed % 16 == 0;

    /// <summary>Every fourth of the others has one about as large as a group with receipts may be.</summary>
    private bool HasClass => !HasCrowd && seed % 4 == 2;

    /// <summary>Every fourth seed runs two hosts at times.</summary>
    private bool HasTwoOwners => seed % 4 == 1 && store.TakesTwoHosts;

    public void Run() => Town.Scheduler.Run(Town.Main, RunAsync);

    private async Task RunAsync()
    {
        var users = s_users.Take(_random.Next(2, 6)).ToList();
        var crowd = HasCrowd
            ? Enumerable.Range(0, 502 - _random.Next(10)).Select(n => new UserId($"x{n:000}")).ToList()
            : HasClass ? Enumerable.Range(0, _random.Next(28, 39)).Select(n => new UserId($"x{n:000}")).ToList()
            : [];
        var habits = new Habits(Town, new(seed + 4), users, [.. s_groups.Take(_random.Next(1, 4))]) { Crowd = crowd };
        foreach (var user in users)
            for (var i = 0; i <= _random.Next(3); i++) Town.Phones.Add(new(Town, user, $"d{i}", new(_random.Next())));

        await Town.StartHostAsync();
        var members = users.Concat(crowd).Skip(1).ToList();
        while (!await Habits.TryAsync(() => habits.CreateAsync(users[0], s_groups[0], members, (HistoryPolicy)_random.Next(2))))
            await Town.WaitAsync(0.2);

        if (Town.HasStreams) BeginToFollow(new(seed + 6));
        var lives = Town.Phones.ToList().Select(phone => habits.LiveAsync(phone, () => Town.IsEvening));
        List<Task> all = [.. lives, TroubleAsync(), EndAsync()];
        while (all.Count > 0)
        {
            // Whatever fails ends the day at once: its story then ends with it.
            var done = await Task.WhenAny(all);
            all.Remove(done);
            await done;
        }
        await RestAsync();
    }

    /// <summary>Some phones, or all, hold streams; mostly hints are lost.</summary>
    private void BeginToFollow(Random random)
    {
        Town.Weather.LostHints = Math.Max(0, random.Next(-20, 70));
        var share = random.Next(30, 130);
        foreach (var phone in Town.Phones)
        {
            var following = new Following(Town, phone, new(random.Next()));
            if (random.Next(100) < share) Town.Main.Begin(following.LiveAsync);
        }
    }

    private async Task EndAsync()
    {
        await Town.WaitAsync(HasCrowd ? 8 : 25);
        Town.IsEvening = true;
    }

    private async Task TroubleAsync()
    {
        while (!Town.IsEvening)
        {
            await Town.WaitAsync(_random.Next(0, 5000) / 1000.0);
            switch (_random.Next(9))
            {
                case 0 or 1:
                    await RestartAsync(kill: true);
                    break;
                case 2:
                    await RestartAsync(kill: false);
                    break;
                case 3:
                    Town.Trace.Write("weather", "the store is down");
                    Town.Weather.GoDown(TimeSpan.FromMilliseconds(_random.Next(1, 4000)));
                    break;
                case 4 when !HasTwoOwners:
                    var sick = s_users[_random.Next(s_users.Count)];
                    Town.Trace.Write("weather", $"the Inbox of {sick} is sick");
                    Town.Weather.MakeSick(sick, TimeSpan.FromMilliseconds(_random.Next(1, 9000)));
                    break;
                case 5:
                    Town.Slew(TimeSpan.FromSeconds(_random.Next(-40, 10)));
                    break;
                case 6:
                    Town.Slew(TimeSpan.FromDays(_random.Next(1, 9)));
                    break;
                case 7 when HasTwoOwners && Town.Hosts.Count(host => host.IsUp) < 2:
                    await Town.StartHostAsync();
                    break;
            }
        }
    }

    /// <summary>Every host ends, in the middle of its work or in order, and one starts again.</summary>
    private async Task RestartAsync(bool kill)
    {
        foreach (var host in Town.Hosts.Where(host => host.IsUp).ToList())
        {
            if (!kill) await host.StopAsync();
            else host.Kill(_random.Next(0, 400));
        }
        while (Town.Hosts.Any(host => host.IsUp)) await Town.WaitAsync(0.01);
        await Town.WaitAsync(_random.Next(0, 1000) / 1000.0);
        await Town.StartHostAsync();
    }

    /// <summary>Nothing goes wrong any more; what is still under way gets the time that the contract gives it.</summary>
    private async Task RestAsync()
    {
        Town.Trace.Write("evening", "nothing goes wrong any more");
        Town.Weather.Clear();
        if (Town.HadTwoOwners || Town.Hosts.All(host => !host.IsUp)) await RestartAsync(kill: false);
        await Town.WaitAsync(12);
        if (Town.HasStreams) await StreamsKeepUp.CheckThoseOfTheDayAsync(Town);
        foreach (var phone in Town.Phones) await phone.ComeHomeAsync();
        await Town.WaitAsync(12);
        foreach (var check in EveningChecks.OfPhones) await check.CheckAsync(Town);
        Town.Trace.IsQuiet = true;
        foreach (var check in EveningChecks.OfTheTown) await check.CheckAsync(Town);
    }
}
