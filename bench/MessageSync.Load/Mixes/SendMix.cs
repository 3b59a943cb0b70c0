using MessageSync.Load.Auditing;
using MessageSync.Timelines;

namespace MessageSync.Load.Mixes;

/// <summary>Members of many conversations send: an operation is one message, of a random member of a random
/// conversation.</summary>
/// <param name="name">On the command line.</param>
/// <param name="description">For the report.</param>
/// <param name="plan">The conversations.</param>
/// <param name="bodyBytes">Of each message, 0 to <see cref="Limits.BodyBytesMax"/>.</param>
/// <param name="context">The run.</param>
internal class SendMix(string name, string description, ChatPlan plan, int bodyBytes, MixContext context) : IMix
{
    private readonly MessageBody _body = Chats.Body(bodyBytes);
    private IReadOnlyList<Chat> _chats = [];

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Description => description;

    /// <inheritdoc/>
    public string Operations => "messages";

    /// <inheritdoc/>
    public virtual string? Items => null;

    /// <inheritdoc/>
    public IEnumerable<TimeSpan>? Schedule => null;

    /// <inheritdoc/>
    public long? Count => null;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, long> Notes { get; } = new Dictionary<string, long>();

    /// <inheritdoc/>
    public Audit Audit { get; } = new(context.Target, context.Clock, context.Listeners);

    /// <inheritdoc/>
    public virtual async Task PrepareAsync(IProgress<double> progress, CancellationToken ct)
    {
        _chats = await new Chats(context.Target, context.Names, context.Clock).MakeAsync(plan, progress, ct);
        // Users of as many conversations as there are, then a second one of each, and so on; never the first member.
        for (var i = 0; i < Math.Min(context.Sample, plan.Users - plan.Count); i++)
        {
            var chat = _chats[i % _chats.Count];
            Audit.Watch(chat.Members[1 + (i / _chats.Count)], chat.Id);
        }
    }

    /// <inheritdoc/>
    public async Task<Outcome> RunAsync(long number, CancellationToken ct)
    {
        var chat = _chats[Scatter.Pick(number, 1, context.Seed, _chats.Count)];
        var sender = chat.Members[Scatter.Pick(number, 2, context.Seed, chat.Members.Count)];
        var reply = await context.Target.SendAsync(sender, chat.Id, context.Names.Key('m', number), _body, ct);
        if (reply.Refused is { } refused) return refused;

        Audit.Acknowledged(chat.Id, sender, reply.Value!.Seq);
        return await SentAsync(chat, reply.Value.Seq, ct);
    }

    /// <inheritdoc/>
    public virtual Task StopAsync() => Task.CompletedTask;

    /// <summary>A message was acknowledged.</summary>
    /// <param name="chat">Where.</param>
    /// <param name="seq">Its place.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>What the operation brought.</returns>
    protected virtual Task<Outcome> SentAsync(Chat chat, SeqNo seq, CancellationToken ct) =>
        Task.FromResult(Outcome.Of(1));
}
