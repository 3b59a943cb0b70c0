using MessageSync.Load.Auditing;
using MessageSync.Load.Targets;
using MessageSync.Load.Tests.Support;

namespace MessageSync.Load.Tests.Auditing;

public sealed class AuditTests
{
    private static readonly ConversationId Tea = new("tea");
    private static readonly UserId Ann = new("ann");
    private static readonly UserId Bob = new("bob");

    [Fact]
    public async Task What_was_acknowledged_and_is_in_the_Inbox_is_good()
    {
        await using var target = new ScriptedTarget(ScriptedTarget.Page(Tea, 1, 2, 3));

        var found = await CheckAsync(target, 1, 2, 3);

        Assert.True(found.IsGood);
        Assert.Equal((1, 3L, 3L, 0L), (found.Users, found.Acknowledged, found.InInbox, found.Missing));
    }

    [Fact]
    public async Task What_was_acknowledged_and_never_comes_is_missing()
    {
        await using var target = new ScriptedTarget(ScriptedTarget.Page(Tea, 1, 3)) { History = [new(2)] };

        var found = await CheckAsync(target, 1, 2, 3);

        Assert.False(found.IsGood);
        Assert.Equal((2L, 1L), (found.InInbox, found.Missing));
    }

    [Fact]
    public async Task What_comes_twice_or_after_a_later_one_is_not_good()
    {
        await using var target = new ScriptedTarget(ScriptedTarget.Page(Tea, 1, 3, 2, 3));

        var found = await CheckAsync(target, 1, 2, 3);

        Assert.False(found.IsGood);
        Assert.Equal((0L, 1L, 1L), (found.Missing, found.Repeated, found.OutOfOrder));
    }

    [Fact]
    public async Task What_was_never_acknowledged_may_come_or_not()
    {
        await using var target = new ScriptedTarget(ScriptedTarget.Page(Tea, 1, 2, 3));

        var found = await CheckAsync(target, 2);

        Assert.True(found.IsGood);
        Assert.Equal(1, found.Acknowledged);
    }

    [Fact]
    public async Task What_a_bounded_Inbox_dropped_must_be_in_the_history()
    {
        var trimmed = ScriptedTarget.Page(Tea, 3, 4) with { Trimmed = true };
        await using var target = new ScriptedTarget(trimmed) { History = [new(1)] };

        var found = await CheckAsync(target, 1, 2, 3, 4);

        Assert.Equal((2L, 1L, 1L), (found.InInbox, found.InHistory, found.Missing));
    }

    [Fact]
    public async Task Trimming_excuses_only_what_is_older_than_what_was_kept()
    {
        var trimmed = ScriptedTarget.Page(Tea, 1, 3) with { Trimmed = true };
        await using var target = new ScriptedTarget(trimmed) { History = [new(1), new(2), new(3)] };

        var found = await CheckAsync(target, 1, 2, 3);

        Assert.Equal(1, found.Missing);
    }

    [Fact]
    public async Task What_a_large_group_only_announced_must_be_in_the_history()
    {
        var advanced = new InboxPage([new(ItemKind.Advanced, Tea, new(2))], "cursor", More: false, Trimmed: false);
        await using var target = new ScriptedTarget(advanced) { History = [new(1), new(2), new(3)] };

        var found = await CheckAsync(target, 1, 2, 3);

        Assert.Equal((0L, 2L, 1L), (found.InInbox, found.InHistory, found.Missing));
    }

    [Fact]
    public async Task Of_one_who_came_and_went_only_what_they_said_counts()
    {
        await using var target = new ScriptedTarget(ScriptedTarget.Page(Tea, 2));
        using var audit = new Audit(target, TimeProvider.System, listenersMax: 0) { Patience = TimeSpan.Zero };
        audit.WatchOwn(Bob, Tea);

        audit.Acknowledged(Tea, Ann, new(1));
        audit.Acknowledged(Tea, Bob, new(2));
        var found = await audit.CheckAsync(default);

        Assert.True(found.IsGood);
        Assert.Equal(1, found.Acknowledged);
    }

    [Fact]
    public void The_lag_is_from_the_answer_to_the_sight_whichever_came_first()
    {
        var clock = new DrivenClock();
        var ledger = new Ledger(clock) { IsListened = true };
        var lags = new List<TimeSpan?>();

        clock.Run(async () =>
        {
            lags.Add(ledger.Acknowledge(new(1)));
            lags.Add(ledger.See(new(2)));
            await clock.PassAsync(TimeSpan.FromMilliseconds(30));
            lags.Add(ledger.See(new(1)));
            lags.Add(ledger.Acknowledge(new(2)));
        });

        Assert.Equal([null, null, TimeSpan.FromMilliseconds(30), TimeSpan.Zero], lags);
    }

    private static async Task<AuditResult> CheckAsync(ScriptedTarget target, params long[] acknowledged)
    {
        using var audit = new Audit(target, TimeProvider.System, listenersMax: 0) { Patience = TimeSpan.Zero };
        audit.Watch(Bob, Tea);
        await audit.BeginAsync(default);
        foreach (var seq in acknowledged) audit.Acknowledged(Tea, Ann, new(seq));
        return await audit.CheckAsync(default);
    }
}
