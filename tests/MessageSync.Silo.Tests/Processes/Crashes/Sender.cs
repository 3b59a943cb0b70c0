using System.Globalization;
using System.Text.Json;

namespace MessageSync.Silo.Tests.Processes.Crashes;

/// <summary>One who sends message after message, each until it is acknowledged; now and then again after
/// that.</summary>
internal sealed class Sender(int number, int seed, People people, Lives lives, Ledger ledger)
{
    private const int LongBody = 9000;

    /// <summary>Sends until told to stop; what was begun is brought to its end.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var user = people.Users[number % people.Users.Length];
        var token = await lives.TokenAsync(user, $"sender{number}");
        var random = new Random(seed * 1009 + number);
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var mine = people.Of(user);
            var conversation = mine[random.Next(mine.Count)];
            var key = string.Create(CultureInfo.InvariantCulture, $"{number}-{i}");
            var body = random.Next(20) == 0 ? key.PadRight(LongBody, '.') : key;

            await SendAsync(token, conversation, user, key, body);
            if (random.Next(10) == 0) await SendAsync(token, conversation, user, key, body);
        }
    }

    private async Task SendAsync(string token, string conversation, string user, string key, string body)
    {
        var (_, reply) = await lives.CallAsync(
            token, $"/v1/conversations/{conversation}/messages", JsonSerializer.Serialize(new { sendKey = key, body }),
            ledger.Begin);
        ledger.Acknowledge(conversation, user, key, body, reply.GetProperty("seq").GetInt64());
    }
}
