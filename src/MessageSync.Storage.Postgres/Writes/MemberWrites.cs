using MessageSync.Storage.Postgres.Engine;
using MessageSync.Timelines;

namespace MessageSync.Storage.Postgres.Writes;

/// <summary>Stores who comes, goes, has another role or reads on.</summary>
internal sealed class MemberWrites(Script script)
{
    private const string Join = """
        INSERT INTO member_interval (conversation, member, role, joined_change, own_change, joined_after, joined_at,
            read_up_to, large)
        SELECT $1, joining.member, joining.role, $2, $2, $3, $4, $3, $5 FROM unnest($6, $7) AS joining (member, role)
        """;

    private const string Leave = """
        UPDATE member_interval
        SET left_change = $3, left_up_to = $4, left_at = $5, left_title = $6, left_count = $7
        WHERE conversation = $1 AND member = ANY($2) AND left_change IS NULL
        """;

    private const string GiveRole = """
        UPDATE member_interval SET role = $3, own_change = $4
        WHERE conversation = $1 AND member = $2 AND left_change IS NULL
        """;

    private const string Read = """
        UPDATE member_interval AS m SET read_up_to = r.up_to, own_change = r.change
        FROM unnest($1, $2, $3, $4) AS r (conversation, member, up_to, change)
        WHERE m.conversation = r.conversation AND m.member = r.member AND m.left_change IS NULL
        """;

    private const string NotIn = "A change of members names somebody who is not in.";

    /// <summary>Moves the read positions of runs in which nobody comes or goes.</summary>
    public void AddReads(IEnumerable<TimelineRun> runs, Ids ids)
    {
        // The last one of a reader is what counts.
        var reads = new Dictionary<(int Conversation, UserId Reader), ReadMoved>();
        foreach (var run in runs)
            foreach (var change in run.Changes)
                if (change is ReadMoved read) reads[(ids.Of(run.Conversation), read.Reader)] = read;
        if (reads.Count == 0) return;

        AddReads([.. reads.Select(one => (one.Key.Conversation, one.Value))]);
    }

    /// <summary>Moves a read position.</summary>
    public void Add(int conversation, ReadMoved read) => AddReads([(conversation, read)]);

    /// <summary>Those who are in from the start.</summary>
    public void Add(int conversation, ConversationCreated created, Timeline after) =>
        Add(conversation, created.Members, created, SeqNo.None, after);

    /// <summary>A change of members.</summary>
    public void Add(int conversation, MembersChanged changed, Timeline after)
    {
        var joining = changed.Members.Where(member => member.Kind == MemberChangeKind.Joined).ToList();
        var leaving = changed.Members.Where(member => member.Kind == MemberChangeKind.Left).ToList();
        if (joining.Count > 0) Add(conversation, joining, changed, changed.Head, after);
        if (leaving.Count > 0)
        {
            script.Add(Leave)
                .With(conversation).With(leaving.Select(member => member.User.Value).ToArray())
                .With(changed.No.Value).With(Places.Of(changed.Head)).With(Times.Of(changed.At))
                .With(Rows.Utf8(changed.Title)).With(changed.MemberCount)
                .Requires(leaving.Count, NotIn);
        }
        foreach (var member in changed.Members.Where(member => member.Kind == MemberChangeKind.Role))
        {
            script.Add(GiveRole)
                .With(conversation).With(member.User.Value).With((short)member.Role!.Value).With(changed.No.Value)
                .Requires(1, NotIn);
        }
    }

    private void Add(
        int conversation, IReadOnlyList<MemberChange> joining, Change change, SeqNo head, Timeline after) =>
        script.Add(Join)
            .With(conversation).With(change.No.Value).With(Places.Of(head)).With(Times.Of(change.At))
            .With(after.LargeChange > ChangeNo.None)
            .With(joining.Select(member => member.User.Value).ToArray())
            .With(joining.Select(member => (short)member.Role!.Value).ToArray());

    private void AddReads(IReadOnlyList<(int Conversation, ReadMoved Read)> reads) => script.Add(Read)
        .With(reads.Select(one => one.Conversation).ToArray())
        .With(reads.Select(one => one.Read.Reader.Value).ToArray())
        .With(reads.Select(one => Places.Of(one.Read.UpTo)).ToArray())
        .With(reads.Select(one => one.Read.No.Value).ToArray())
        .Requires(reads.Count, NotIn);
}
