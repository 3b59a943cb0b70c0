using MessageSync.Storage;

namespace MessageSync.Conformance.Comparison;

/// <summary>Who and what a generated history is about; small, so that everything meets everything.</summary>
internal sealed class GeneratedWorld(Random random)
{
    /// <summary>Their ordinal order differs from every alphabet's.</summary>
    public IReadOnlyList<UserId> Users { get; } =
        [new("ann"), new("Ann"), new("bob"), new("Zoe"), new("a-1"), new("a.1"), new("A:1"), new("z@z"), new("_")];

    public IReadOnlyList<ConversationId> Conversations { get; } =
        [new("tea"), new("Tea"), new("t-ea"), new("cake"), new("direct:x"), new("late")];

    /// <summary>The one that may become a large group.</summary>
    public ConversationId Large => Conversations[0];

    public IReadOnlyList<SendKey> Keys { get; } = [.. Enumerable.Range(1, 15).Select(i => new SendKey($"k{i}"))];

    /// <summary>Goes on by fits and starts, and now and then back.</summary>
    public DateTimeOffset Now { get; private set; } = Samples.Noon;

    public void Tick() => Now += TimeSpan.FromMilliseconds(random.Next(12) switch
    {
        0 => -random.Next(2000),
        < 4 => 0,
        _ => random.Next(5000),
    });

    /// <summary>Narrow enough to drop something now and then.</summary>
    public InboxBounds Bounds() => new(random.Next(1, 60), Now.AddSeconds(-random.Next(600)));

    public T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

    public List<T> Some<T>(IReadOnlyList<T> from, int most) =>
        [.. Enumerable.Range(0, random.Next(most + 1)).Select(_ => Pick(from)).Distinct()];

    public bool OneIn(int n) => random.Next(n) == 0;
}
