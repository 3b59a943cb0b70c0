using BenchmarkDotNet.Attributes;
using MessageSync.Timelines;

namespace MessageSync.Benchmarks;

/// <summary>Deciding and applying a run of messages: what the writer of a busy conversation does between two commits.</summary>
[MemoryDiagnoser]
public class TimelineBenchmarks
{
    private static readonly ConversationId s_id = new("bench");
    private static readonly DateTimeOffset s_noon = new(2025, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private Timeline? _timeline;
    private SendMessage[] _sends = [];

    [Params(2, 500)]
    public int Members { get; set; }

    [Params(1, 100)]
    public int Messages { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var users = Enumerable.Range(0, Members).Select(i => new UserId($"user-{i}")).ToArray();
        var create = new CreateConversation(
            new(users[0]), ConversationKind.Group, HistoryPolicy.SinceJoin, "Bench", users[1..]);
        _timeline = Timeline.Of(s_id, Timeline.Begin(create, s_noon));
        var body = new MessageBody(new byte[200], IsText: true, MessageBody.DefaultContentType);
        _sends = [.. Enumerable.Range(0, Messages).Select(i =>
            new SendMessage(new(users[i % users.Length]), new($"key-{i}"), body))];
    }

    [Benchmark]
    public Timeline? DecideAndApplyRun()
    {
        var draft = new TimelineDraft(s_id, _timeline, new TimelineRules(100_000, TimeSpan.FromDays(1)));
        foreach (var send in _sends) draft.Next(send, facts: null, s_noon);
        return draft.After;
    }
}
