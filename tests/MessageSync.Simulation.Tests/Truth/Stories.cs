using System.Text;
using MessageSync.Inboxes;
using MessageSync.Storage;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.Truth;

/// <summary>How the trace tells what was stored.</summary>
internal static class Stories
{
    public static string Of(StoreWrite write) => write switch
    {
        TimelineRun run => $"{run.Conversation} after {run.Expected}: {string.Join(", ", run.Changes.Select(Of))}",
        InboxWrite { Run: var run } => $"Inbox of {run.Owner} after {run.Expected}: "
            + string.Join(", ", run.Added.Select(entry => $"{entry.Seq} {entry.Conversation} {Of(entry.Content)}"))
            + (run.Removed.Count > 0 ? $" instead of {string.Join(',', run.Removed)}" : ""),
        LagWrite { Lag: var lag } => $"set aside {lag.No} for {lag.Owner}: {lag.Conversation} "
            + string.Join(',', lag.Offers.Select(offer => offer.Change)),
        _ => $"{write}",
    };

    public static string Of(EntryContent content) => content switch
    {
        EntryContent.Member { Changes.Count: < 10 } member =>
            $"member {string.Join(' ', member.Changes.Select(one => $"{one.User}:{one.Change}:{one.Role}"))}",
        EntryContent.Member member => $"member, {member.Changes.Count}",
        EntryContent.Notification notification => $"notification {notification.SendKey}",
        EntryContent.Message(var seq) => $"message {seq}",
        EntryContent.Edited(var seq) => $"edited {seq}",
        EntryContent.Recalled(var seq) => $"recalled {seq}",
        EntryContent.Hidden(var from, var to, var unlisted) => $"hidden {from}..{to}{(unlisted ? " unlisted" : "")}",
        EntryContent.Read read => $"read {string.Join(' ', read.Reads.Select(mark => $"{mark.Reader}:{mark.UpTo}"))}"
            + (read.MarkedUnread is { } unread ? $" unread={unread}" : ""),
        EntryContent.Advanced(var head, var mutation) => $"advanced to {head}, mutation {mutation}",
        EntryContent.Conversation(var title) => $"title {title}",
        _ => $"{content}",
    };

    public static string Of(MessageBody body) => $"\"{Encoding.UTF8.GetString(body.Bytes.Span)}\"";

    private static string Of(Change change) => $"{change.No} = " + change switch
    {
        MessageSent sent => $"message {sent.Seq} {Of(sent.Body)} ({sent.SendKey} of {sent.Sender})",
        MessageEdited edited => $"{edited.Seq} edited to {Of(edited.Body)}, version {edited.Version}",
        MessageRecalled recalled => $"{recalled.Seq} recalled by {recalled.By}",
        ReadMoved read => $"{read.Reader} read up to {read.UpTo}",
        MembersChanged { Members.Count: < 10 } members =>
            string.Join(' ', members.Members.Select(one => $"{one.User}:{one.Kind}:{one.Role}")),
        TitleChanged title => $"title {title.Title}",
        _ => change.GetType().Name,
    };
}
