using MessageSync.Load.Mixes;

namespace MessageSync.Load.Commands;

/// <summary>All mixes.</summary>
internal static class MixCommands
{
    /// <summary>In the order of <c>--help</c>.</summary>
    public static IReadOnlyList<MixCommand> All { get; } = [OneToOne(), Groups(), LargeGroup()];

    private static MixCommand OneToOne()
    {
        var conversations = Bounded.Integer("--conversations", "Direct conversations.", 20_000, 1, 1_000_000);
        var body = BodyBytes();
        return new(
            "one-to-one", "Users of many direct conversations send to each other.",
            [Setting.Of(conversations), Setting.Of(body)],
            (parsed, context) => new SendMix(
                "one-to-one", "one message into a random one of many direct conversations, to two Inboxes",
                new(parsed.GetValue(conversations), null), parsed.GetValue(body), context));
    }

    private static MixCommand Groups()
    {
        var groups = Bounded.Integer("--conversations", "Groups.", 200, 1, 100_000);
        var members = Bounded.Integer("--members", "Members of each group.", 50, 2, Limits.SmallGroupMembersMax);
        var body = BodyBytes();
        return new(
            "groups", "Members of groups send; every message goes to the Inbox of every member.",
            [Setting.Of(groups), Setting.Of(members), Setting.Of(body)],
            (parsed, context) => new SendMix(
                "groups", "one message into a random group, to the Inboxes of all its members",
                new(parsed.GetValue(groups), parsed.GetValue(members)), parsed.GetValue(body), context));
    }

    private static MixCommand LargeGroup()
    {
        var members = Bounded.Integer(
            "--members", "Members of the group.", 2000, Limits.SmallGroupMembersMax + 1, 100_000);
        var body = BodyBytes();
        return new(
            "large-group", "Members of one large group send: no idle Inbox is written to.",
            [Setting.Of(members), Setting.Of(body)],
            (parsed, context) => new SendMix(
                "large-group", "one message into the one large group, by a random member",
                new(1, parsed.GetValue(members)), parsed.GetValue(body), context));
    }

    private static System.CommandLine.Option<int> BodyBytes() =>
        Bounded.Integer("--body-bytes", "Bytes of each message's body.", 200, 0, Limits.BodyBytesMax);
}
