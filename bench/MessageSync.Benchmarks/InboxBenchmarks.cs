using BenchmarkDotNet.Attributes;
using MessageSync.Inboxes;

namespace MessageSync.Benchmarks;

/// <summary>Numbering and merging a run of offers: what an Inbox does before each commit.</summary>
[MemoryDiagnoser]
public class InboxBenchmarks
{
    private static readonly InboxFacts s_nothing =
        new(new Dictionary<ConversationId, ChangeNo>(), new Dictionary<MergeKey, IReadOnlyList<InboxEntry>>());

    private readonly Inbox _inbox = Inbox.Empty(new("ann"));
    private Offer[] _messages = [];
    private Offer[] _titles = [];

    [Params(1, 100)]
    public int Offers { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var conversations = Enumerable.Range(0, 10).Select(i => new ConversationId($"conversation-{i}")).ToArray();
        _messages = [.. Of(i => new EntryContent.Message(new(i)))];
        _titles = [.. Of(i => new EntryContent.Conversation($"title {i}"))];

        IEnumerable<Offer> Of(Func<int, EntryContent> content) => Enumerable.Range(1, Offers).Select(i =>
            new Offer(conversations[i % conversations.Length], new(i), content(i)));
    }

    [Benchmark]
    public InboxRun? DecideMessages() => _inbox.Decide(_messages, s_nothing, DateTimeOffset.UnixEpoch);

    [Benchmark]
    public InboxRun? DecideMergingTitles() => _inbox.Decide(_titles, s_nothing, DateTimeOffset.UnixEpoch);
}
