using System.Text.Json;

namespace MessageSync.Silo.Tests.Processes.Crashes;

/// <summary>Who talks to whom: three groups and seven one-to-one chats of ten users, made before the first
/// kill.</summary>
internal sealed class People
{
    private const int Count = 10;
    private readonly Dictionary<string, List<string>> _conversations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _readers = new(StringComparer.Ordinal);

    /// <summary>Their ids.</summary>
    public string[] Users { get; } = [.. Enumerable.Range(0, Count).Select(i => $"user{i}")];

    /// <summary>All conversations, each with the token of a member who reads it.</summary>
    public IReadOnlyDictionary<string, string> Readers => _readers;

    /// <summary>Makes the conversations.</summary>
    public async Task BeginAsync(Lives lives)
    {
        foreach (var (id, count) in new[] { ("all", 10), ("half", 5), ("few", 3) })
            await MakeAsync(lives, Users[..count], new { kind = "group", id, members = Users[1..count] });
        for (var i = 0; i < 7; i++)
            await MakeAsync(lives, [Users[i], Users[i + 3]], new { kind = "direct", with = Users[i + 3] });
    }

    /// <summary>The conversations that a user is a member of.</summary>
    public IReadOnlyList<string> Of(string user) => _conversations[user];

    private async Task MakeAsync(Lives lives, IEnumerable<string> members, object what)
    {
        var token = await lives.TokenAsync(members.First(), "maker");
        var (_, made) = await lives.CallAsync(token, "/v1/conversations", JsonSerializer.Serialize(what));
        var id = made.GetProperty("id").GetString()!;
        _readers[id] = token;
        foreach (var member in members)
        {
            if (!_conversations.TryGetValue(member, out var mine)) _conversations[member] = mine = [];
            mine.Add(id);
        }
    }
}
