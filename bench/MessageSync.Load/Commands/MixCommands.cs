using System.CommandLine;
using MessageSync.ChatLogs;
using MessageSync.Load.Mixes;

namespace MessageSync.Load.Commands;

/// <summary>All mixes.</summary>
internal static class MixCommands
{
    /// <summary>In the order of <c>--help</c>.</summary>
    public static IReadOnlyList<MixCommand> All { get; } =
    [
        OneToOne(), Groups(), LargeGroup(), SyncStorm(), Roaming(), ReconnectStorm(), Streams(), ChatLogs(),
    ];

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

    private static MixCommand SyncStorm()
    {
        var devices = Bounded.Integer("--devices", "Devices, one of each user.", 500, 2, 100_000);
        var entries = Bounded.Integer("--entries", "Entries of each Inbox; a silo keeps 1000.", 1000, 2, 1000);
        var page = Bounded.Integer("--page", "Entries of a page.", 100, 1, Limits.SyncPageMax);
        var body = BodyBytes();
        return new(
            "sync-storm", "Many devices of users with full Inboxes sync.",
            [Setting.Of(devices), Setting.Of(entries), Setting.Of(page), Setting.Of(body)],
            (parsed, context) => new SyncStormMix(
                parsed.GetValue(devices), parsed.GetValue(entries), parsed.GetValue(page), parsed.GetValue(body),
                context));
    }

    private static MixCommand Roaming()
    {
        var conversations = Bounded.Integer("--conversations", "Direct conversations.", 10, 1, 10_000);
        var history = Bounded.Integer("--history", "Messages of each.", 5000, 1, 1_000_000);
        var page = Bounded.Integer("--page", "Messages of a page.", 50, 1, Limits.RoamingPageMax);
        var body = BodyBytes();
        return new(
            "roaming", "Users read pages of long histories.",
            [Setting.Of(conversations), Setting.Of(history), Setting.Of(page), Setting.Of(body)],
            (parsed, context) => new RoamingMix(
                parsed.GetValue(conversations), parsed.GetValue(history), parsed.GetValue(page), parsed.GetValue(body),
                context));
    }

    private static MixCommand ReconnectStorm()
    {
        var devices = Bounded.Integer("--devices", "Devices, one of each user.", 1000, 2, 100_000);
        var behind = Bounded.Integer("--behind", "Entries that each has missed when the run begins.", 200, 2, 1000);
        var beside = Bounded.Integer("--beside", "Messages sent per second meanwhile.", 50, 0, 1000);
        var body = BodyBytes();
        return new(
            "reconnect-storm", "Many devices that hold a stream drop and come back with an old position.",
            [Setting.Of(devices), Setting.Of(behind), Setting.Of(beside), Setting.Of(body)],
            (parsed, context) => new ReconnectStormMix(
                parsed.GetValue(devices), parsed.GetValue(behind), parsed.GetValue(beside), parsed.GetValue(body),
                context))
        {
            Misuse = (parsed, settings) => settings.Rate is null && settings.InFlight > parsed.GetValue(devices)
                ? "--in-flight: a device comes back once at a time; give at most as many as --devices."
                : null,
        };
    }

    private static MixCommand Streams()
    {
        var conversations = Bounded.Integer("--conversations", "Conversations.", 500, 1, 100_000);
        var members = Bounded.OptionalInteger(
            "--members", "Members of each, 2 to 500: groups. Without it they are direct conversations.",
            2, Limits.SmallGroupMembersMax);
        var body = BodyBytes();
        return new(
            "streams", "Users send to each other, all with open streams: measured is from a send to its receipt by all.",
            [Setting.Of(conversations), Setting.Of(members), Setting.Of(body)],
            (parsed, context) => new StreamsMix(
                new(parsed.GetValue(conversations), parsed.GetValue(members)), parsed.GetValue(body), context))
        {
            RateDefault = 1000,
        };
    }

    private static MixCommand ChatLogs()
    {
        var logs = new Option<string[]>("--logs")
        {
            Description = "Log files whose names begin with a date, or folders of them.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var speed = Bounded.OptionalNumber(
            "--speed",
            "How many times faster than it was, 0.01 to 1000000; the logs are then the schedule of an open loop. "
                + "Without it lines go as --in-flight or --rate say.", 0.01, 1_000_000);
        return new(
            "chat-logs", "Real chat logs are replayed; the run ends with them, or with --duration.",
            [Setting.Of(logs, paths => $"{IrcLogFile.Find(paths ?? []).Count} files"), Setting.Of(speed)],
            (parsed, context) => new ChatLogsMix(
                IrcLogFile.Find(parsed.GetValue(logs)!), parsed.GetValue(speed), context))
        {
            IsScheduled = parsed => parsed.GetValue(speed) is not null,
            Misuse = (parsed, settings) => settings.Rate is not null && parsed.GetValue(speed) is not null
                ? "--speed is a schedule of its own; give it or --rate."
                : WrongWith(parsed.GetValue(logs)!),
        };
    }

    private static string? WrongWith(string[] logs)
    {
        try
        {
            IrcLogFile.Find(logs);
            return null;
        }
        catch (ChatLogException wrong)
        {
            return "--logs: " + wrong.Message;
        }
    }

    private static Option<int> BodyBytes() =>
        Bounded.Integer("--body-bytes", "Bytes of each message's body.", 200, 0, Limits.BodyBytesMax);
}
