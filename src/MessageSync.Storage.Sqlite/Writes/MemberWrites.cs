using MessageSync.Storage.Sqlite.Engine;
using MessageSync.Timelines;

namespace MessageSync.Storage.Sqlite.Writes;

/// <summary>Stores who comes, goes or has another role.</summary>
internal sealed class MemberWrites(Session session)
{
    private const string Join = """
        INSERT INTO member_interval
            (conversation, user, joined_change, role, own_change, joined_after, joined_at, read_up_to, large)
        VALUES (?, ?, ?3, ?, ?3, ?, ?, ?, ?)
        """;

    private const string Leave = """
        UPDATE member_interval
        SET left_change = ?, left_up_to = ?, left_at = ?, left_title = ?, left_count = ?
        WHERE conversation = ? AND user = ? AND left_change IS NULL
        """;

    private const string GiveRole = """
        UPDATE member_interval SET role = ?, own_change = ? WHERE conversation = ? AND user = ? AND left_change IS NULL
        """;

    private const string Read = """
        UPDATE member_interval SET read_up_to = ?, own_change = ?
        WHERE conversation = ? AND user = ? AND left_change IS NULL
        """;

    private const string MakeLarge = """
        UPDATE member_interval SET large = 1 WHERE conversation = ? AND left_change IS NULL AND large = 0
        """;

    /// <summary>Those who are in from the start.</summary>
    public void Store(long conversation, ConversationCreated created, Timeline after)
    {
        foreach (var member in created.Members) Add(conversation, member, created, SeqNo.None, after);
    }

    /// <summary>A change of members.</summary>
    /// <exception cref="InvalidOperationException">One who is to leave or to have another role is not in.</exception>
    public void Store(long conversation, MembersChanged changed, Timeline after)
    {
        foreach (var member in changed.Members)
        {
            if (member.Kind == MemberChangeKind.Joined) Add(conversation, member, changed, changed.Head, after);
            else if (member.Kind == MemberChangeKind.Left) End(conversation, member.User, changed);
            else Change(conversation, member, changed);
        }
    }

    /// <summary>Moves a read position.</summary>
    /// <exception cref="InvalidOperationException">The reader is not in.</exception>
    public void Store(long conversation, ReadMoved read) => One(session.Sql(Read)
        .Bind(read.UpTo.Value).Bind(read.No.Value).Bind(conversation).Bind(read.Reader.Value)
        .Run());

    /// <summary>Marks everybody who is in, so that the large groups of a user are found at once.</summary>
    public void BecomeLarge(long conversation) => session.Sql(MakeLarge).Bind(conversation).Run();

    private void Add(long conversation, MemberChange member, Change change, SeqNo head, Timeline after) =>
        session.Sql(Join)
            .Bind(conversation).Bind(member.User.Value).Bind(change.No.Value).Bind((long)member.Role!.Value)
            .Bind(head.Value).Bind(change.At).Bind(head.Value).Bind(after.LargeChange > ChangeNo.None)
            .Run();

    private void End(long conversation, UserId user, MembersChanged changed) => One(session.Sql(Leave)
        .Bind(changed.No.Value).Bind(changed.Head.Value).Bind(changed.At).Bind(changed.Title).Bind(changed.MemberCount)
        .Bind(conversation).Bind(user.Value)
        .Run());

    private void Change(long conversation, MemberChange member, MembersChanged changed) => One(session.Sql(GiveRole)
        .Bind((long)member.Role!.Value).Bind(changed.No.Value).Bind(conversation).Bind(member.User.Value)
        .Run());

    private static void One(int rows)
    {
        if (rows != 1) throw new InvalidOperationException("A change of members names somebody who is not in.");
    }
}
