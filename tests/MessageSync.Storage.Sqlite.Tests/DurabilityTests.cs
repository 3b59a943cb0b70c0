using System.Text;
using MessageSync.Conformance;
using MessageSync.Inboxes;
using MessageSync.Storage.Sqlite.Engine;
using static MessageSync.Conformance.Samples;

namespace MessageSync.Storage.Sqlite.Tests;

/// <summary>What the files hold after an end of whatever kind.</summary>
public sealed class DurabilityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_batch_that_was_cut_off_by_a_crash_is_gone_and_those_before_it_are_not()
    {
        TemporaryFolder left;
        long complete;
        await using (var store = await _folder.OpenAsync())
        await using (var writer = store.OpenWriter())
        {
            await writer.CommitAsync(1, [StoreDriver.Decide(Tea, null, Noon, Create(Ann), Send(Ann, "1"))], default);
            complete = new FileInfo(_folder.Log).Length;
            await writer.CommitAsync(
                2,
                [
                    StoreDriver.Decide(Tea, await store.Timelines.LoadAsync(Tea, default), Noon, Send(Ann, "2")),
                    StoreDriver.Decide(Cake, null, Noon, Create(Ann)),
                ], default);
            left = _folder.Copy();
        }

        using (left)
        {
            await using (var log = File.OpenWrite(left.Log))
            {
                Assert.True(log.Length > complete);
                log.SetLength(log.Length - 1);
            }
            await using var again = await left.OpenAsync();

            Assert.Equal(new SeqNo(1), (await again.Timelines.LoadAsync(Tea, default))!.Head);
            Assert.Null(await again.Timelines.LoadAsync(Cake, default));
            var rows = (await again.OpenWriter().TakeOverAsync(default)).Rows;
            Assert.Equal([1], rows.Select(row => row.Key.Batch));
        }
    }

    /// <summary>No test in one process can see a disk lose its power.</summary>
    [Fact]
    public void Every_commit_waits_for_the_disk()
    {
        const int full = 2;
        Directory.CreateDirectory(_folder.DataFolder);

        using var session = Opening.Writer(_folder.Database, new SqliteStoreOptions(), Noon);

        Assert.Equal(full, session.Db.Number("PRAGMA synchronous"));
    }

    /// <summary>T5: <c>secure_delete</c> is on.</summary>
    [Fact]
    public async Task What_was_dropped_is_nowhere_in_the_files()
    {
        await using (var store = await _folder.OpenAsync())
        await using (var writer = store.OpenWriter())
        {
            var inbox = Inbox.Empty(Ann);
            string[] bodies = ["first secret", "second secret", "kept"];
            for (var i = 0; i < bodies.Length; i++)
            {
                var run = inbox.Decide(new EntryContent.Notification("n", bodies[i], new($"k{i}")), default, Noon);
                await writer.CommitAsync(i + 1, [new InboxWrite(run, i == 1 ? Newest(1) : null)], default);
                inbox = await store.Inboxes.LoadAsync(Ann, default);
            }
            await store.Inboxes.SweepAsync(Newest(1), limit: 100, default);
        }

        var file = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(_folder.Database));

        Assert.False(File.Exists(_folder.Log));
        Assert.Contains("kept", file, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", file, StringComparison.Ordinal);
    }
}
