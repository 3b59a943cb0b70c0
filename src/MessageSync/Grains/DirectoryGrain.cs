using MessageSync.Inboxes;
using MessageSync.Storage;
using MessageSync.Timelines;

namespace MessageSync.Grains;

/// <summary>Shows and lists. The order of a list is kept for a while, so that its pages are as of the first one and cost
/// little; when it is gone, it is worked out again.</summary>
internal sealed class DirectoryGrain(GrainServices services, ListOrders orders) : IDirectoryGrain
{
    private readonly ConversationReader _reader = new(services.Timelines, services.Directory);

    public async Task<Answer<Conversation>> ShowAsync(Caller caller, ConversationId id, CancellationToken ct)
    {
        var view = (await services.Timelines.ReadViewsAsync(caller.IsService ? null : caller.User, [id], ct))[0];
        if (view is null) return new Refusal.ConversationNotFound();
        if (caller.IsService) return await _reader.ReadForServiceAsync(view, ct);
        if (view.Standing == Standing.Stranger) return new Refusal.ConversationNotFound();

        return (await _reader.ReadAsync(caller.User, [view], ct))[0];
    }

    public async Task<Answer<ConversationList>> ListAsync(UserId user, ListQuery query, CancellationToken ct)
    {
        var page = query.Page is null ? ListPage.First(query, services.Now) : ListPage.TryParse(query.Page);
        if (page is null) return new Refusal.InvalidRequest("page", "a nextPage that a list gave");
        if (page.LostAfter is { } lost && !InboxCursor.TryParse(lost, user, out _)) return new Refusal.CursorInvalid();

        var order = orders.Find(user, page);
        var ids = order?.Ids;
        if (ids is null) (page, ids) = await SortAsync(user, page, ct);
        var asked = ids.Skip(page.Offset).Take(query.Limit).ToList();
        var views = await services.Timelines.ReadViewsAsync(user, asked, ct);
        var conversations = await _reader.ReadAsync(user, [.. views.OfType<ConversationView>()], ct);
        var shown = Fit(conversations);

        var next = page.Offset + asked.Count - (conversations.Count - shown.Count);
        var goesOn = next < ids.Count
            ? page.At(next, ids[next - 1], order ?? orders.Keep(user, page, ids)).Text()
            : null;
        return new ConversationList(shown, goesOn, services.Epoch);
    }

    /// <summary>As many as the bodies of a page allow, at least one.</summary>
    private static List<Conversation> Fit(IReadOnlyList<Conversation> conversations)
    {
        var bytes = 0L;
        return [.. conversations.TakeWhile((one, i) =>
            (bytes += one.LastMessage?.Body?.Bytes.Length ?? 0) <= Limits.PageBytesMax || i == 0)];
    }

    /// <summary>The ids of the whole list, as of the first page, and where the page begins in it: after the
    /// conversation that was read last, whatever came and went before it.</summary>
    private async Task<(ListPage Page, IReadOnlyList<ConversationId> Ids)> SortAsync(
        UserId user, ListPage page, CancellationToken ct)
    {
        var rows = (await services.Directory.ListAsync(user, told: page.LostAfter is not null, ct)).ToList();
        if (page is { Last: not null, Order: ListOrder.Recent }) rows = await AsOfAsync(rows, page.Began, ct);
        var chosen = rows.FindAll(row => (page.Left || !row.Left) && Chosen(row));
        Comparison<ListedConversation> compare = page.Order == ListOrder.Id ? ById : ByTime;
        chosen.Sort(compare);

        // A clock that went back is behind the newest message.
        if (page.Last is null) page = page with { Began = chosen.Select(row => row.HeadAt).Append(page.Began).Max() };
        else if (rows.Find(row => row.Conversation.Value == page.Last) is { } last)
            page = page with { Offset = chosen.Count(row => compare(row, last) <= 0) };
        return (page, chosen.ConvertAll(row => row.Conversation));

        bool Chosen(ListedConversation row)
        {
            if (page.LostAfter is not { } lost) return !row.Unlisted;

            _ = InboxCursor.TryParse(lost, user, out var cursor);
            return cursor.Epoch != services.Epoch || row.ToldSeq > cursor.Seq || row.Untold;
        }
    }

    private static int ById(ListedConversation one, ListedConversation other) =>
        one.Conversation.CompareTo(other.Conversation);

    private static int ByTime(ListedConversation one, ListedConversation other) =>
        other.HeadAt.CompareTo(one.HeadAt) is not 0 and var order ? order : ById(one, other);

    /// <summary>Conversations that moved on since get the place that they had.</summary>
    private async Task<List<ListedConversation>> AsOfAsync(
        List<ListedConversation> rows, DateTimeOffset began, CancellationToken ct)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].HeadAt <= began) continue;

            var id = rows[i].Conversation;
            var last = (await services.Timelines.FirstAtOrAfterAsync(id, began.AddMilliseconds(1), ct)).Previous();
            var message = last > SeqNo.None
                ? await services.Timelines.ReadMessagesAsync([new(id, last, last)], 0, ct)
                : [];
            var view = message.Count > 0 ? null : (await services.Timelines.ReadViewsAsync(null, [id], ct))[0];
            rows[i] = rows[i] with { HeadAt = message.Count > 0 ? message[0].SentAt : view!.Terms.CreatedAt };
        }
        return rows;
    }
}
