using MessageSync.Storage.Postgres.Engine;
using MessageSync.Timelines;

namespace MessageSync.Storage.Postgres.Writes;

/// <summary>
/// Stores runs of Timelines. The guard of each is a compare-and-set on the conversation's row, of one that begins its
/// primary key. Everything goes by arrays, many runs in one statement; only what is rare takes statements of its own.
/// </summary>
internal sealed class TimelineWrites(Script script, Ids ids)
{
    private const string Begin = """
        INSERT INTO conversation (n, change, head, head_at, mutation_head, large_change, advance_owed, member_count, title,
            kind, history, created_at, creator)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """;

    private const string Advance = """
        UPDATE conversation AS c
        SET change = r.change, head = r.head, head_at = r.head_at, mutation_head = r.mutation_head,
            large_change = r.large_change, advance_owed = r.advance_owed, member_count = r.member_count, title = r.title
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AS r (
            n, change, head, head_at, mutation_head, large_change, advance_owed, member_count, title, expected)
        WHERE c.n = r.n AND c.change = r.expected
        """;

    private const string AdvancePlain = """
        UPDATE conversation AS c SET change = r.change, head = r.head, head_at = r.head_at
        FROM unnest($1, $2, $3, $4, $5) AS r (n, change, head, head_at, expected)
        WHERE c.n = r.n AND c.change = r.expected
        """;

    // Marks everybody who is in when a group becomes large, so that the large groups of a user are found at once.
    private const string BecomeLarge = """
        UPDATE member_interval SET large = true
        WHERE conversation = $1 AND left_change IS NULL AND NOT large
            AND (SELECT large_change FROM conversation WHERE n = $1) = 0
        """;

    private readonly MessageWrites _messages = new(script, ids);
    private readonly MemberWrites _members = new(script);

    /// <summary>Adds the statements of some runs, of different Timelines each.</summary>
    public void Add(IReadOnlyList<TimelineRun> runs)
    {
        var (plain, others) = (new List<TimelineRun>(), new List<TimelineRun>());
        foreach (var run in runs) (IsPlain(run) ? plain : others).Add(run);
        var begun = others.Where(run => run.Expected == ChangeNo.None).ToList();
        var changed = others.Where(run => run.Expected != ChangeNo.None).ToList();

        foreach (var run in changed)
        {
            if (run.After.LargeChange > ChangeNo.None && run.Changes.Any(change => change is MembersChanged))
                script.Add(BecomeLarge).With(ids.Of(run.Conversation));
        }
        if (begun.Count > 0) AddBegin(begun);
        if (changed.Count > 0) AddAdvance(changed);
        if (plain.Count > 0) AddAdvancePlain(plain);
        _messages.Add(runs);
        _members.AddReads(plain, ids);
        foreach (var run in others) Add(run);
    }

    /// <summary>Messages and read marks of a conversation that was never large: nothing else of it changes.</summary>
    private static bool IsPlain(TimelineRun run) =>
        run.Expected != ChangeNo.None && run.After.LargeChange == ChangeNo.None
        && run.Changes.All(change => change is MessageSent or ReadMoved);

    /// <summary>What is to be stored of rare changes, in their order.</summary>
    private void Add(TimelineRun run)
    {
        var n = ids.Of(run.Conversation);
        foreach (var change in run.Changes)
        {
            switch (change)
            {
                case ConversationCreated created: _members.Add(n, created, run.After); break;
                case MembersChanged members: _members.Add(n, members, run.After); break;
                case ReadMoved read: _members.Add(n, read); break;
                case MessageEdited edited: _messages.Add(n, edited); break;
                case MessageRecalled recalled: _messages.Add(n, recalled); break;
            }
        }
    }

    private void AddBegin(List<TimelineRun> runs) => AddStates(script.Add(Begin), runs)
        .With(runs.Select(run => (short)run.After.Terms.Kind).ToArray())
        .With(runs.Select(run => (short)run.After.Terms.History).ToArray())
        .With(runs.Select(run => Times.Of(run.After.Terms.CreatedAt)).ToArray())
        .With(runs.Select(run => run.After.Terms.Creator.Value).ToArray())
        .Guards(runs.Count);

    private void AddAdvance(List<TimelineRun> runs) => AddStates(script.Add(Advance), runs)
        .With(runs.Select(run => run.Expected.Value).ToArray())
        .Guards(runs.Count);

    private void AddAdvancePlain(List<TimelineRun> runs) => script.Add(AdvancePlain)
        .With(runs.Select(run => ids.Of(run.Conversation)).ToArray())
        .With(runs.Select(run => run.After.Change.Value).ToArray())
        .With(runs.Select(run => Places.Of(run.After.Head)).ToArray())
        .With(runs.Select(run => Times.Of(run.After.HeadAt)).ToArray())
        .With(runs.Select(run => run.Expected.Value).ToArray())
        .Guards(runs.Count);

    private Script AddStates(Script statement, List<TimelineRun> runs) => statement
        .With(runs.Select(run => ids.Of(run.Conversation)).ToArray())
        .With(runs.Select(run => run.After.Change.Value).ToArray())
        .With(runs.Select(run => Places.Of(run.After.Head)).ToArray())
        .With(runs.Select(run => Times.Of(run.After.HeadAt)).ToArray())
        .With(runs.Select(run => run.After.MutationHead.Value).ToArray())
        .With(runs.Select(run => run.After.LargeChange.Value).ToArray())
        .With(runs.Select(run => run.After.AdvanceOwed).ToArray())
        .With(runs.Select(run => run.After.Members.Count).ToArray())
        .With(runs.Select(run => Rows.Utf8(run.After.Title)).ToArray());
}
