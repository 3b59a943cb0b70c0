using MessageSync.Load.Targets;

namespace MessageSync.Load.Mixes;

/// <summary>Users scroll through long histories: an operation is one page, below a random place.</summary>
/// <param name="conversations">Direct conversations, 1 or more.</param>
/// <param name="history">Messages of each.</param>
/// <param name="page">Messages of a page, 1 to <see cref="Limits.RoamingPageMax"/>.</param>
/// <param name="bodyBytes">Of each message.</param>
/// <param name="context">The run.</param>
internal sealed class RoamingMix(int conversations, int history, int page, int bodyBytes, MixContext context)
    : ReadMix("roaming", $"one page of {page} messages below a random place of a long history", "pages", "messages")
{
    private IReadOnlyList<Chat> _chats = [];

    /// <inheritdoc/>
    public override async Task PrepareAsync(IProgress<double> progress, CancellationToken ct)
    {
        var chats = new Chats(context.Target, context.Names, context.Clock);
        _chats = await chats.MakeAsync(new(conversations, null), progress.Part(0, 0.05), ct);
        await chats.FillAsync(_chats, history, Chats.Body(bodyBytes), progress.Part(0.05, 1), ct);
    }

    /// <inheritdoc/>
    public override async Task<Outcome> RunAsync(long number, CancellationToken ct)
    {
        var chat = _chats[Scatter.Pick(number, 1, context.Seed, _chats.Count)];
        var user = chat.Members[Scatter.Pick(number, 2, context.Seed, chat.Members.Count)];
        var before = new SeqNo(2 + Scatter.Pick(number, 3, context.Seed, history));
        var reply = await context.Target.RoamAsync(user, chat.Id, before, page, ct);
        if (reply.Refused is { } refused) return refused;

        var found = reply.Value!.Seqs.Count;
        var expected = (int)Math.Min(page, before.Value - 1);
        return found == expected
            ? Outcome.Of(found)
            : throw new TargetException("wrong-page", $"A page had {found} messages and not {expected}.");
    }
}
