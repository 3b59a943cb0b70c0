using System.Diagnostics;
using MessageSync.Inboxes;
using MessageSync.Timelines;

namespace MessageSync.Http;

/// <summary>The closed sets as words of the wire, both ways.</summary>
internal static class Words
{
    public static IReadOnlyDictionary<string, ConversationKind> Kinds { get; } = Of<ConversationKind>(
        ("group", ConversationKind.Group), ("direct", ConversationKind.Direct));

    public static IReadOnlyDictionary<string, HistoryPolicy> Histories { get; } = Of<HistoryPolicy>(
        ("sinceJoin", HistoryPolicy.SinceJoin), ("all", HistoryPolicy.All));

    public static IReadOnlyDictionary<string, MemberRole> Roles { get; } = Of<MemberRole>(
        ("member", MemberRole.Member), ("owner", MemberRole.Owner));

    public static IReadOnlyDictionary<string, ListOrder> Orders { get; } = Of<ListOrder>(
        ("recent", ListOrder.Recent), ("id", ListOrder.Id));

    public static IReadOnlyDictionary<string, bool> Flags { get; } = Of<bool>(("true", true), ("false", false));

    public static string Word(this ConversationKind kind) => kind == ConversationKind.Group ? "group" : "direct";

    public static string Word(this HistoryPolicy history) => history == HistoryPolicy.SinceJoin ? "sinceJoin" : "all";

    public static string Word(this MemberRole role) => role == MemberRole.Owner ? "owner" : "member";

    public static string Word(this MessageState state) => state switch
    {
        MessageState.Sent => "sent",
        MessageState.Edited => "edited",
        MessageState.Recalled => "recalled",
        _ => throw new UnreachableException(),
    };

    public static string Word(this MemberChangeKind change) => change switch
    {
        MemberChangeKind.Joined => "joined",
        MemberChangeKind.Left => "left",
        MemberChangeKind.Role => "role",
        _ => throw new UnreachableException(),
    };

    public static string Word(this ResetReason reason) => reason switch
    {
        ResetReason.Trimmed => "trimmed",
        ResetReason.New => "new",
        ResetReason.Epoch => "epoch",
        _ => throw new UnreachableException(),
    };

    public static string Word(this ExplanationReason reason) => reason switch
    {
        ExplanationReason.Stranger => "stranger",
        ExplanationReason.OutsideInterval => "outsideInterval",
        ExplanationReason.Hidden => "hidden",
        ExplanationReason.Acked => "acked",
        ExplanationReason.InInbox => "inInbox",
        ExplanationReason.BeforeJoining => "beforeJoining",
        ExplanationReason.DroppedForAge => "droppedForAge",
        ExplanationReason.DroppedForRoom => "droppedForRoom",
        ExplanationReason.LargeGroup => "largeGroup",
        ExplanationReason.OnItsWay => "onItsWay",
        _ => throw new UnreachableException(),
    };

    private static Dictionary<string, T> Of<T>(params (string Word, T Value)[] words) =>
        words.ToDictionary(pair => pair.Word, pair => pair.Value, StringComparer.Ordinal);
}
