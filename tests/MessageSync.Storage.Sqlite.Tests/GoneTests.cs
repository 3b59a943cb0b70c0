using System.Text;
using MessageSync.Timelines;

namespace MessageSync.Storage.Sqlite.Tests;

/// <summary>What a recall or an edit leaves in the files.</summary>
public sealed class GoneTests : IDisposable
{
    private static readonly ConversationId s_tea = new("tea");
    private static readonly UserId s_ann = new("ann");
    private static readonly DateTimeOffset s_noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimelineRules s_rules = new(100, TimeSpan.FromDays(1));

    private readonly TemporaryFolder _folder = new();
    private long _batch;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(20)]
    [InlineData(60_000)]
    public async Task A_body_that_was_recalled_or_replaced_is_nowhere_in_the_file(int length)
    {
        var (recalled, replaced) = (Secret("recalled", length), Secret("replaced", length));
        await using (var store = await _folder.OpenAsync())
        {
            await using var writer = store.OpenWriter();
            await RunAsync(
                store, writer, new CreateConversation(new(s_ann), ConversationKind.Group, HistoryPolicy.All, null, []),
                Send(recalled, 1), Send(replaced, 2), Send("stays", 3));
            await RunAsync(store, writer, new RecallMessage(new(s_ann), new(1)));
            await RunAsync(store, writer, new EditMessage(new(s_ann), new(2), Body("other"), 0));
        }

        var file = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(_folder.Database));
        Assert.Contains("stays", file, StringComparison.Ordinal);
        Assert.DoesNotContain("recalled-secret", file, StringComparison.Ordinal);
        Assert.DoesNotContain("replaced-secret", file, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.Log) && new FileInfo(_folder.Log).Length > 0);
    }

    /// <summary>Says its name all over, so that no part of it may stay.</summary>
    private static string Secret(string name, int length)
    {
        var text = new StringBuilder();
        while (text.Length < length) text.Append(name).Append("-secret ");
        return text.ToString();
    }

    private async Task RunAsync(IStore store, IStoreWriter writer, params TimelineCommand[] commands)
    {
        var committed = await store.Timelines.LoadAsync(s_tea, default);
        var draft = new TimelineDraft(s_tea, committed, s_rules);
        foreach (var command in commands)
        {
            var target = command is MessageCommand about
                ? (await store.Timelines.ReadTargetsAsync(s_tea, [(s_ann, about.Seq)], default))[0]
                : null;
            Assert.IsType<Verdict.Accepted>(draft.Next(command, target, s_noon));
        }
        var run = new TimelineRun(
            committed?.Change ?? ChangeNo.None, draft.After!, draft.Changes, draft.Announcements);
        Assert.Equal([WriteOutcome.Stored], await writer.CommitAsync(++_batch, [run], default));
    }

    private static SendMessage Send(string text, int i) => new(new(s_ann), new($"k{i}"), Body(text));

    private static MessageBody Body(string text) =>
        new(Encoding.UTF8.GetBytes(text), IsText: true, MessageBody.DefaultContentType);
}
