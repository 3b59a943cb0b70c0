using MessageSync.Load.Targets;

namespace MessageSync.Load.Mixes;

/// <summary>Members of many conversations send to each other, all of them with an open stream: an operation is one
/// message, until every member's stream has brought it.</summary>
/// <param name="plan">The conversations.</param>
/// <param name="bodyBytes">Of each message, 0 to <see cref="Limits.BodyBytesMax"/>.</param>
/// <param name="context">The run.</param>
internal sealed class StreamsMix(ChatPlan plan, int bodyBytes, MixContext context) : SendMix(
    "streams", "one message into a random conversation, until the open streams of all its members have it",
    plan, bodyBytes, context)
{
    private readonly ChatPlan _plan = plan;
    private readonly MixContext _context = context;
    private readonly Receipts _receipts = new();
    private HeldStream[] _streams = [];
    private TargetException? _failure;

    /// <inheritdoc/>
    public override string? Items => "deliveries";

    /// <inheritdoc/>
    public override async Task PrepareAsync(IProgress<double> progress, CancellationToken ct)
    {
        await base.PrepareAsync(progress.Part(0, 0.5), ct);
        _streams = [.. Enumerable.Range(0, _plan.Users).Select(i => new HeldStream(
            _context.Names.User(i), new("phone"), _context.Target, Hear, failure => _failure = failure))];
        await Preparation.ForEachAsync(
            _streams.Length,
            (i, token) => Preparation.PatientlyAsync(() => _streams[i].OpenAsync(null, token), _context.Clock, token),
            progress.Part(0.5, 1), ct);
    }

    /// <inheritdoc/>
    public override Task StopAsync() =>
        Parallel.ForEachAsync(_streams, async (stream, _) => await stream.DisposeAsync());

    /// <inheritdoc/>
    protected override async Task<Outcome> SentAsync(Chat chat, SeqNo seq, CancellationToken ct)
    {
        if (_failure is { } failure) throw new TargetException(failure.Kind, "A stream that was held ended.", failure);

        await _receipts.ByAsync(chat.Id, seq, chat.Members.Count, ct);
        return Outcome.Of(chat.Members.Count);
    }

    private void Hear(InboxItem entry)
    {
        if (entry is { Kind: ItemKind.Message, Conversation: { } where }) _receipts.Seen(where, entry.Seq);
    }
}
