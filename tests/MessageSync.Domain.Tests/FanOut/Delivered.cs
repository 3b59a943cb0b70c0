using MessageSync.FanOut;
using MessageSync.Inboxes;

namespace MessageSync.Domain.Tests.FanOut;

/// <summary>What the last change of a conversation brings to whom.</summary>
internal static class Delivered
{
    /// <summary>The offers to one user as text, <c>change kind</c> for each entry, in their order.</summary>
    public static string LastTo(this Chat chat, UserId user) => string.Join(", ", chat.LastOffers()
        .GetValueOrDefault(user, []).SelectMany(offer => offer.Contents, (offer, content) => $"{offer.Change} {content.Kind}"));

    /// <summary>The content of the only offer to one user.</summary>
    public static TContent LastTo<TContent>(this Chat chat, UserId user) where TContent : EntryContent =>
        Assert.IsType<TContent>(Assert.Single(chat.LastOffers()[user]).Content);

    public static Dictionary<UserId, List<Offer>> LastOffers(this Chat chat)
    {
        var offers = new Dictionary<UserId, List<Offer>>();
        Recipients.Collect(offers, Samples.Tea, chat.Announcements[^1], chat.State.Members.Keys);
        return offers;
    }
}
