using MessageSync.Simulation.Tests.World;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.People;

/// <summary>How a device reads conversations, page by page, into its local store.</summary>
internal sealed class Loading(Device device, Town town, Random random)
{
    private Asking Ask => device.Ask;

    private int PageSize => town.IsEvening ? Limits.RoamingPageMax : random.Next(1, 30);

    /// <summary>Every page of a list.</summary>
    public async IAsyncEnumerable<Conversation> ListAsync(string? lostAfter)
    {
        var order = (ListOrder)random.Next(2);
        string? page = null;
        do
        {
            var limit = town.IsEvening ? 10 : random.Next(1, 5);
            var list = await Ask.ListAsync(new() { LostAfter = lostAfter, Limit = limit, Page = page, Order = order });
            foreach (var listed in list.Conversations) yield return listed;
            page = list.NextPage;
        }
        while (page is not null);
    }

    /// <summary>All there is of a conversation.</summary>
    public async Task LoadAsync(ConversationId id)
    {
        var isNew = device.Find(id) is null;
        var shown = await Ask.ShowAsync(id);
        var local = device.Hold(id);
        local.IsLoaded = false;   // until the last page there may be a hole
        local.Show(shown);
        await HiddenAsync(id);
        if (shown.MemberCount <= Limits.SmallGroupMembersMax) await MembersAsync(id);

        var page = await Ask.RoamAsync(id, new RoamingAnchor.Newest(), PageSize);
        if (isNew) local.KnowMutations(page.MutationHead);
        while (true)
        {
            foreach (var message in page.Messages) local.Add(message);
            if (!page.HasBefore) break;
            page = await Ask.RoamAsync(id, new RoamingAnchor.Before(page.Messages[0].Seq), PageSize);
        }
        local.IsLoaded = true;
    }

    /// <summary>What is above a message.</summary>
    public async Task RoamOnAsync(ConversationId id, long after)
    {
        RoamingPage page;
        do
        {
            page = await Ask.RoamAsync(id, new RoamingAnchor.After(new(after)), PageSize);
            foreach (var message in page.Messages) device.Hold(id).Add(message);
            if (page.Messages.Count > 0) after = page.Messages[^1].Seq.Value;
        }
        while (page.HasAfter);
    }

    /// <summary>Every edit and recall after one that is known.</summary>
    public async Task MutationsAsync(ConversationId id, long after)
    {
        MutationsPage page;
        do
        {
            page = await Ask.MutationsAsync(id, after, PageSize);
            foreach (var message in page.Mutations) device.Hold(id).Add(message);
            after = page.More ? page.Mutations[^1].Mutation.Value : page.Head.Value;
            device.Hold(id).KnowMutations(new(after));
        }
        while (page.More);
    }

    public async Task HiddenAsync(ConversationId id)
    {
        foreach (var range in (await Ask.HiddenAsync(id)).Ranges) device.Hold(id).Hide(range.From, range.To);
    }

    public async Task MembersAsync(ConversationId id)
    {
        var members = new List<ShownMember>();
        UserId? after = null;
        do
        {
            var page = await Ask.MembersAsync(id, after, town.IsEvening ? 1000 : random.Next(10, 500));
            members.AddRange(page.Members);
            after = page.NextAfter;
        }
        while (after is not null);
        device.Hold(id).Know(members, device.User);
    }
}
