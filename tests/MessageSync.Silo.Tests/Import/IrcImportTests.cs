using MessageSync.ChatLogs;
using MessageSync.Silo.Import;
using MessageSync.Timelines;

namespace MessageSync.Silo.Tests.Import;

public sealed class IrcImportTests : IDisposable
{
    private readonly LogFolder _logs = new();
    private readonly FakeTarget _target = new();

    [Fact]
    public async Task Who_joins_or_speaks_becomes_a_member_and_who_leaves_is_one_no_more()
    {
        _logs.With(
            "2004-12-25.txt", "=== ann [h]  has joined #u", "[09:00] <bob> hi", "=== cid [h]  has joined #u",
            "=== cid [h]  has left #u []", "=== ann [h]  has quit [Ping timeout]");

        var summary = await RunAsync();

        Assert.Equal(["ann", "bob"], Members());
        Assert.Equal(3, summary.Members);
        Assert.Equal((SkippedKind.Quit, 1), Assert.Single(summary.Skipped));
    }

    [Fact]
    public async Task A_new_nickname_is_another_member_and_the_old_one_has_left()
    {
        _logs.With("2004-12-25.txt", "[09:00] <ann> hi", "=== ann is now known as anna", "[09:01] <anna> it is me");

        await RunAsync();

        Assert.Equal(["anna"], Members());
        Assert.Equal(["ann", "anna"], _target.Messages.Select(message => message.Sender.Value));
    }

    [Fact]
    public async Task Who_speaks_after_leaving_is_a_member_again()
    {
        _logs.With("2004-12-25.txt", "[09:00] <ann> hi", "=== ann [h]  has left #u []", "[09:01] <ann> still here");

        await RunAsync();

        Assert.Equal(["ann"], Members());
        Assert.Equal(2, _target.Messages.Count());
    }

    [Fact]
    public async Task Messages_have_the_time_of_their_line_and_keys_of_file_and_line()
    {
        _logs.With("2004-12-26.txt", "[00:10] <bob> c")
            .With("2004-12-25.txt", "[23:59] <ann> a", "", "[00:01] <ann> b");

        await RunAsync();

        Assert.Equal(
            ["25 23:59 irc:2004-12-25.txt:1", "26 00:01 irc:2004-12-25.txt:3", "26 00:10 irc:2004-12-26.txt:1"],
            _target.Messages.Select(message => $"{message.At:dd HH:mm} {message.SendKey}"));
    }

    [Fact]
    public async Task A_second_run_adds_nothing()
    {
        _logs.With("2004-12-25.txt", "[09:00] <ann> a", "=== ann [h]  has left #u []", "[09:01] <bob> b");
        await RunAsync();
        var changes = _target.Changes.Count;

        var again = await RunAsync();

        Assert.Equal(changes, _target.Changes.Count);
        Assert.Equal((3, 3, 0, 0), (again.Lines, again.LinesBefore, again.Messages, again.Members));
    }

    [Fact]
    public async Task Lines_that_a_log_gained_are_added_by_the_next_run()
    {
        _logs.With("2004-12-25.txt", "[09:00] <ann> a");
        await RunAsync();
        _logs.With("2004-12-25.txt", "[09:00] <ann> a", "=== bob [h]  has joined #u", "[09:02] <ann> b");

        var again = await RunAsync();

        Assert.Equal(1, again.Messages);
        Assert.Equal(["ann", "bob"], Members());
    }

    [Fact]
    public async Task A_cancelled_import_stops_and_the_next_run_goes_on()
    {
        using var stop = new CancellationTokenSource();
        _logs.With("2004-12-25.txt", "[09:00] <ann> a").With("2004-12-26.txt", "[09:00] <ann> b");
        var import = new IrcImport(_target, _target, _ => stop.Cancel());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => import.RunAsync(_logs.Files, stop.Token));
        var again = await RunAsync();

        Assert.Equal(1, again.Messages);
        Assert.Equal(2, _target.Messages.Count());
    }

    /// <summary>
    /// Goal: wherever an import dies, the next run ends as if nothing had happened. Method: random logs of one seed; a
    /// crash after a random number of calls, several times, and one run to the end; compared with a run without crashes.
    /// </summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_crash_anywhere_changes_nothing_in_the_end(int seed)
    {
        var random = new Random(seed);
        for (var day = 1; day <= 3; day++) _logs.With($"2004-12-0{day}.txt", RandomLog(random));
        var unharmed = new FakeTarget();
        await new IrcImport(unharmed, unharmed).RunAsync(_logs.Files, default);

        for (var crash = 0; crash < 4; crash++)
        {
            _target.CallsToCrash = random.Next(80);
            var died = await Record.ExceptionAsync(RunAsync);
            Assert.True(died is null or IOException, died?.ToString());
        }
        _target.CallsToCrash = int.MaxValue;
        await RunAsync();

        Assert.Equal(unharmed.Messages.Select(Shown), _target.Messages.Select(Shown));
        Assert.Equal(unharmed.Timeline!.Members.Keys.Order(), _target.Timeline!.Members.Keys.Order());
        Assert.Equal(SeenBy(unharmed), SeenBy(_target));
    }

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 100)];

    public void Dispose() => _logs.Dispose();

    private static List<string> RandomLog(Random random)
    {
        string Nick() => "abcde"[random.Next(5)].ToString();

        return Enumerable.Range(0, 60).Select(i => random.Next(6) switch
        {
            0 => $"=== {Nick()} [h]  has joined #u",
            1 => $"=== {Nick()} [h]  has left #u []",
            2 => $"=== {Nick()} is now known as {Nick()}",
            3 => "-=-",
            _ => $"[{9 + (i / 30):00}:{i % 30:00}] <{Nick()}> {i}",
        }).ToList();
    }

    private static string Shown(MessageSent sent) => $"{sent.Seq} {sent.At:s} {sent.Sender} {sent.SendKey}";

    /// <summary>Which messages were sent while each user was a member.</summary>
    private static IEnumerable<string> SeenBy(FakeTarget target)
    {
        var present = new HashSet<UserId>();
        foreach (var change in target.Changes)
        {
            var members = change switch
            {
                ConversationCreated created => created.Members,
                MembersChanged changed => changed.Members,
                _ => [],
            };
            foreach (var member in members.Where(member => member.Kind != MemberChangeKind.Role))
            {
                if (member.Kind == MemberChangeKind.Joined) present.Add(member.User);
                else present.Remove(member.User);
            }
            if (change is MessageSent sent) yield return $"{sent.Seq}: {string.Join(' ', present.Order())}";
        }
    }

    private Task<ImportSummary> RunAsync() => new IrcImport(_target, _target).RunAsync(_logs.Files, default);

    private IEnumerable<string> Members() => _target.Timeline!.Members.Keys.Order().Select(user => user.Value);
}
