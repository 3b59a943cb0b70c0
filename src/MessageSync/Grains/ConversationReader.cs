using MessageSync.Storage;
using MessageSync.Timelines;

namespace MessageSync.Grains;

/// <summary>Shows conversations as one user sees them: the formulas of <c>unread</c>, <c>lastMessage</c> and of what a
/// former member keeps.</summary>
internal sealed class ConversationReader(ITimelineStore timelines, IDirectoryStore directory)
{
    /// <summary>One conversation with everything visible and nothing personal.</summary>
    public async Task<Conversation> ReadForServiceAsync(ConversationView view, CancellationToken ct)
    {
        var last = await ReadAsync([view], [view.Head], ct);
        return Common(view, view.Head, view.HeadAt) with { LastMessage = last[0] };
    }

    /// <summary>Conversations of a user who is or was in each of them.</summary>
    public async Task<IReadOnlyList<Conversation>> ReadAsync(
        UserId user, IReadOnlyList<ConversationView> views, CancellationToken ct)
    {
        var visible = views.Select(view => view.Visible()).ToList();
        var unread = await CountUnreadAsync(user, views, visible, ct);
        var last = await ReadAsync(views, visible.Select(seen => seen.Last), ct);
        var heads = await ReadAsync(views, views.Select(view => view.LastStay!.Left?.UpTo ?? SeqNo.None), ct);
        var shown = views.Select((view, i) => Personal(view, unread[i], last[i], heads[i])).ToList();
        for (var i = 0; i < shown.Count; i++)
        {
            // A former member hears of the mutations of what they may see, and of no others.
            if (views[i].Standing == Standing.Former && shown[i].MutationHead > ChangeNo.None)
                shown[i] = shown[i] with { MutationHead = await timelines.LastMutationAsync(views[i].Id, visible[i], ct) };
        }
        return shown;
    }

    private static Conversation Personal(ConversationView view, int unread, Message? last, Message? headOfFormer)
    {
        var stay = view.LastStay!;
        var left = stay.Left;
        var headAt = left is null ? view.HeadAt : headOfFormer?.SentAt ?? view.Terms.CreatedAt;
        var common = Common(view, left?.UpTo ?? view.Head, headAt);
        return common with
        {
            Title = left is null ? view.Title : left.Title,
            MemberCount = left?.MemberCount ?? view.MemberCount,
            Role = stay.Role,
            JoinedAt = stay.JoinedAt,
            LeftAt = left?.At,
            ReadUpTo = stay.ReadUpTo,
            MarkedUnread = view.Own.MarkedUnread,
            Unlisted = view.IsUnlisted,
            Unread = unread,
            LastMessage = last,
        };
    }

    private static Conversation Common(ConversationView view, SeqNo head, DateTimeOffset headAt) => new(
        view.Id, view.Terms.Kind, view.Title, view.Terms.History, view.Terms.CreatedAt, head, headAt, view.MutationHead,
        view.MemberCount);

    private async Task<IReadOnlyList<int>> CountUnreadAsync(
        UserId user, IReadOnlyList<ConversationView> views, IReadOnlyList<SeqRanges> visible, CancellationToken ct)
    {
        var asked = views.Select((view, i) => (view.Id, view.Standing == Standing.Present
            ? visible[i].Within(new(view.LastStay!.ReadUpTo.Next(), view.Head))
            : SeqRanges.Empty)).ToList();
        return await directory.CountUnreadAsync(user, asked, ct);
    }

    /// <summary>One message of each conversation; null where none is asked for.</summary>
    private async Task<IReadOnlyList<Message?>> ReadAsync(
        IReadOnlyList<ConversationView> views, IEnumerable<SeqNo> seqs, CancellationToken ct)
    {
        var wanted = views.Zip(seqs).Where(pair => pair.Second > SeqNo.None)
            .Select(pair => new MessageSpan(pair.First.Id, pair.Second, pair.Second)).ToList();
        if (wanted.Count == 0) return new Message?[views.Count];

        var messages = await timelines.ReadMessagesAsync(wanted, long.MaxValue, ct);
        var byConversation = messages.ToDictionary(message => message.Conversation);
        return [.. views.Select(view => byConversation.GetValueOrDefault(view.Id))];
    }
}
