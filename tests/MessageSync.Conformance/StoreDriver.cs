using MessageSync.Inboxes;
using MessageSync.Storage;
using MessageSync.Timelines;

namespace MessageSync.Conformance;

/// <summary>Writes to a store as grains do: reads, lets the Domain decide, commits.</summary>
/// <param name="store">Read from.</param>
/// <param name="writer">Written through.</param>
public sealed class StoreDriver(TestStore store, IStoreWriter writer)
{
    /// <summary>Through which it writes.</summary>
    public IStoreWriter Writer => writer;

    /// <summary>The server's clock.</summary>
    public DateTimeOffset Now { get; set; } = Samples.Noon;

    /// <summary>The batch that was last used.</summary>
    public long Batch { get; private set; }

    /// <summary>The run that commands come to, all of them accepted.</summary>
    public static TimelineRun Decide(
        ConversationId id, Timeline? committed, DateTimeOffset now, params IReadOnlyList<TimelineCommand> commands) =>
        Decide(id, committed, now, commands, new MessageTarget?[commands.Count]);

    /// <summary>The run that commands come to after what is stored.</summary>
    public async Task<TimelineRun> DecideAsync(ConversationId id, params IReadOnlyList<TimelineCommand> commands)
    {
        var targets = new MessageTarget?[commands.Count];
        for (var i = 0; i < commands.Count; i++)
        {
            if (commands[i] is not MessageCommand about) continue;
            UserId? user = about.Caller.IsService ? null : about.Caller.User;
            targets[i] = (await store.Timelines.ReadTargetsAsync(id, [(user, about.Seq)], default))[0];
        }
        return Decide(id, await store.Timelines.LoadAsync(id, default), Now, commands, targets);
    }

    private static TimelineRun Decide(
        ConversationId id, Timeline? committed, DateTimeOffset now, IReadOnlyList<TimelineCommand> commands,
        IReadOnlyList<MessageTarget?> targets)
    {
        var draft = new TimelineDraft(id, committed, new TimelineRules(100_000, TimeSpan.FromHours(24)));
        for (var i = 0; i < commands.Count; i++)
            Assert.IsType<Verdict.Accepted>(draft.Next(commands[i], targets[i], now));
        return new(committed?.Change ?? ChangeNo.None, draft.After!, draft.Changes, draft.Announcements);
    }

    /// <summary>The run that offers come to after what is stored; null when all of them are known.</summary>
    public async Task<InboxRun?> DecideAsync(UserId owner, params IReadOnlyList<Offer> offers)
    {
        var inbox = await store.Inboxes.LoadAsync(owner, default);
        var facts = await store.Inboxes.ReadFactsAsync(
            owner, [.. offers.Select(offer => offer.Conversation)],
            [.. offers.SelectMany(o => o.Contents.Where(c => c.Merges), (o, c) => c.KeyIn(o.Conversation))], default);
        return inbox.Decide(offers, facts, Now);
    }

    /// <summary>Commits writes as the next batch.</summary>
    public Task<IReadOnlyList<WriteOutcome>> CommitAsync(params IReadOnlyList<StoreWrite> writes) =>
        writer.CommitAsync(++Batch, writes, default);

    /// <summary>Asks for the next batch, so that it will never be stored if it has not been.</summary>
    public Task<JournalRow?> FenceNextAsync() => writer.FenceAsync(++Batch, default);

    /// <summary>Commits writes as the next batch; all of them are stored.</summary>
    public async Task StoreAsync(params IReadOnlyList<StoreWrite> writes) =>
        Assert.All(await CommitAsync(writes), outcome => Assert.Equal(WriteOutcome.Stored, outcome));

    /// <summary>Carries commands out as one run.</summary>
    public async Task<TimelineRun> RunAsync(ConversationId id, params IReadOnlyList<TimelineCommand> commands)
    {
        var run = await DecideAsync(id, commands);
        await StoreAsync(run);
        return run;
    }

    /// <summary>Brings offers into an Inbox as one run.</summary>
    public Task<InboxRun> OfferAsync(UserId owner, params IReadOnlyList<Offer> offers) =>
        OfferAsync(owner, trim: null, offers);

    /// <summary>The owner of an Inbox does something to their view.</summary>
    public async Task<InboxRun?> ViewAsync(UserId owner, ViewCommand command)
    {
        var inbox = await store.Inboxes.LoadAsync(owner, default);
        var own = (await store.Timelines.ReadViewsAsync(owner, [command.Conversation], default))[0]!.Own;
        var facts = await store.Inboxes.ReadFactsAsync(
            owner, [command.Conversation], [command.Tell(own).KeyIn(command.Conversation)], default);
        if (inbox.Decide(command, own, facts, Now) is not { } run) return null;

        await StoreAsync(new InboxWrite(run, null));
        return run;
    }

    /// <summary>Brings offers into an Inbox as one run that trims it.</summary>
    public async Task<InboxRun> OfferAsync(
        UserId owner, InboxBounds? trim, params IReadOnlyList<Offer> offers)
    {
        var run = await DecideAsync(owner, offers);
        await StoreAsync(new InboxWrite(run!, trim));
        return run!;
    }

    /// <summary>Brings a notification into an Inbox.</summary>
    public async Task<InboxRun> NotifyAsync(UserId owner, string key)
    {
        var inbox = await store.Inboxes.LoadAsync(owner, default);
        var run = inbox.Decide(
            new EntryContent.Notification("name", "body of " + key, new(key)), Fingerprint.Of(Samples.Body(key)), Now);
        await StoreAsync(new InboxWrite(run, null));
        return run;
    }
}
