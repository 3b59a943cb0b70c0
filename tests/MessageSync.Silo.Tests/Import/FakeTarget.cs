using MessageSync.Silo.Import;
using MessageSync.Timelines;

namespace MessageSync.Silo.Tests.Import;

/// <summary>A conversation by the rules of the domain, and its marks, that outlive a crash; the crash comes after a
/// given number of calls, which are carried out at once and in order.</summary>
internal sealed class FakeTarget : IImportTarget, IImportMarks
{
    private static readonly Caller Service = new(new("import"), IsService: true);
    private static readonly ConversationId Id = new("ubuntu");

    private readonly Dictionary<SendKey, KnownSend> _sent = [];
    private readonly Dictionary<string, int> _marks = [];

    public int CallsToCrash { get; set; } = int.MaxValue;

    public Timeline? Timeline { get; private set; }

    public List<Change> Changes { get; } = [];

    public IEnumerable<MessageSent> Messages => Changes.OfType<MessageSent>();

    public Task OpenAsync(UserId first, DateTimeOffset at, CancellationToken ct) => Carry(
        new CreateConversation(Service, ConversationKind.Group, HistoryPolicy.All, null, [first]) { At = at });

    public Task<SendKey?> NewestAsync(CancellationToken ct) => Task.FromResult(Messages.LastOrDefault()?.SendKey);

    public Task AddAsync(UserId user, DateTimeOffset at, CancellationToken ct) =>
        Carry(new PutMember(Service, user, null) { At = at });

    public Task RemoveAsync(UserId user, DateTimeOffset at, CancellationToken ct) =>
        Carry(new ChangeMembers(Service, [], [user]) { At = at });

    public Task<bool> SendAsync(
        UserId sender, SendKey key, MessageBody body, DateTimeOffset at, CancellationToken ct) =>
        Carry(new SendMessage(new(sender), key, body) { At = at });

    public Task<int> ReadAsync(string file, CancellationToken ct) => Task.FromResult(_marks.GetValueOrDefault(file));

    public Task WriteAsync(string file, int lines, CancellationToken ct)
    {
        _marks[file] = lines;
        return Task.CompletedTask;
    }

    private Task<bool> Carry(TimelineCommand command)
    {
        if (CallsToCrash-- <= 0) return Task.FromException<bool>(new IOException("Crash."));

        var known = command is SendMessage send ? _sent.GetValueOrDefault(send.SendKey) : null;
        var draft = new TimelineDraft(Id, Timeline, new TimelineRules(100_000, TimeSpan.FromHours(24)));
        var verdict = draft.Next(command, known, DateTimeOffset.UnixEpoch);
        Assert.True(verdict is Verdict.Accepted or Verdict.Repeated, $"{command} got {verdict}");

        Timeline = draft.After;
        Changes.AddRange(draft.Changes);
        foreach (var sent in draft.Changes.OfType<MessageSent>())
            _sent[sent.SendKey] = new(sent.Seq, sent.At, sent.Fingerprint);
        return Task.FromResult(draft.Changes.Count > 0);
    }
}
