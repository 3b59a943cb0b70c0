using MessageSync.Storage.Sqlite.Engine;
using MessageSync.Timelines;

namespace MessageSync.Storage.Sqlite.Writes;

/// <summary>
/// Stores runs of Timelines. Messages go first, as a taken send key shows only there; then the guard, a compare-and-set
/// on the conversation's row; then members. A run that fails on the way takes back the messages it stored.
/// </summary>
internal sealed class TimelineWrites(Session session)
{
    private const string Exists = "SELECT 1 FROM conversation WHERE n = ? AND change = ?";

    private const string LargeChange = "SELECT large_change FROM conversation WHERE n = ?";

    private const string Advance = """
        UPDATE conversation
        SET change = ?, head = ?, head_at = ?, mutation_head = ?, large_change = ?, advance_owed = ?, member_count = ?,
            title = ?
        WHERE n = ? AND change = ?
        """;

    private const string Begin = """
        UPDATE conversation SET kind = ?, history = ?, creator = ?, created_at = ? WHERE n = ?
        """;

    private readonly MemberWrites _members = new(session);
    private readonly MessageWrites _messages = new(session);

    /// <summary>Stores a run whole, or nothing of it.</summary>
    public WriteOutcome Store(TimelineRun run)
    {
        // A conversation that is to begin may get its number here and then not be stored: that is only a number.
        var id = run.Conversation.Value;
        var n = run.Expected == ChangeNo.None ? session.Conversations.Give(id) : session.Conversations.Find(id);
        if (n == 0) return WriteOutcome.Conflict;

        if (!_messages.Store(n, run.Changes)) return WhyNot(n, run);

        var wasLarge = run.After.LargeChange > ChangeNo.None && WasLarge(n);
        if (!Move(n, run))
        {
            _messages.TakeBack(n, run.Changes);
            return WriteOutcome.Conflict;
        }
        foreach (var change in run.Changes) Store(n, change, run.After);
        if (run.After.LargeChange > ChangeNo.None && !wasLarge) _members.BecomeLarge(n);
        return WriteOutcome.Stored;
    }

    /// <summary>What is to be stored of a change beside its message and the conversation's row.</summary>
    private void Store(long n, Change change, Timeline after)
    {
        switch (change)
        {
            case ConversationCreated created: Create(n, created, after); break;
            case MembersChanged members: _members.Store(n, members, after); break;
            case MessageEdited edited: _messages.Store(n, edited); break;
            case MessageRecalled recalled: _messages.Store(n, recalled); break;
            case ReadMoved read: _members.Store(n, read); break;
        }
    }

    private WriteOutcome WhyNot(long n, TimelineRun run)
    {
        if (!IsAt(n, run.Expected)) return WriteOutcome.Conflict;
        if (_messages.KnowsAny(n, run.Changes)) return WriteOutcome.SendKeyKnown;

        throw new InvalidOperationException($"A message of {run.Conversation} does not follow its head.");
    }

    private bool IsAt(long n, ChangeNo change)
    {
        using var row = session.Sql(Exists).Bind(n).Bind(change.Value);
        return row.Step();
    }

    private bool WasLarge(long n)
    {
        using var row = session.Sql(LargeChange).Bind(n);
        return row.Step() && row.Long(0) > 0;
    }

    private bool Move(long n, TimelineRun run)
    {
        var after = run.After;
        return session.Sql(Advance)
            .Bind(after.Change.Value).Bind(after.Head.Value).Bind(after.HeadAt).Bind(after.MutationHead.Value)
            .Bind(after.LargeChange.Value).Bind(after.AdvanceOwed).Bind(after.Members.Count).Bind(after.Title)
            .Bind(n).Bind(run.Expected.Value)
            .Run() == 1;
    }

    private void Create(long n, ConversationCreated created, Timeline after)
    {
        var terms = created.Terms;
        session.Sql(Begin)
            .Bind((long)terms.Kind).Bind((long)terms.History).Bind(terms.Creator.Value).Bind(terms.CreatedAt).Bind(n)
            .Run();
        _members.Store(n, created, after);
    }
}
