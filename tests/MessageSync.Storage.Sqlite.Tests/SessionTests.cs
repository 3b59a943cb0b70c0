using MessageSync.Storage.Sqlite.Engine;

namespace MessageSync.Storage.Sqlite.Tests;

public sealed class SessionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Session _session;

    public SessionTests()
    {
        Directory.CreateDirectory(_folder.DataFolder);
        _session = Opening.Writer(_folder.Database, new SqliteStoreOptions(), DateTimeOffset.UnixEpoch);
    }

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_full_disk_is_unavailable_and_stores_nothing()
    {
        _session.Db.Execute("PRAGMA max_page_count = 60");

        Assert.Throws<StoreUnavailableException>(() => _session.InTransaction(session =>
        {
            for (var i = 0; ; i++) session.Users.Give($"user-{i}");
#pragma warning disable CS0162 // The disk ends before the loop does.
            return 0;
#pragma warning restore CS0162
        }));

        Assert.Equal(0, _session.Db.Number("SELECT count(*) FROM user"));
        Assert.Equal(1, _session.InTransaction(session => session.Users.Give("ann")));
    }

    [Fact]
    public void A_number_given_in_a_transaction_that_failed_is_forgotten()
    {
        _session.InTransaction(session => session.Users.Give("ann"));
        Assert.Throws<InvalidDataException>(() => _session.InTransaction<long>(session =>
        {
            session.Users.Give("bob");
            throw new InvalidDataException();
        }));

        Assert.Equal(1, _session.Users.Find("ann"));
        Assert.Equal(0, _session.Users.Find("bob"));
        Assert.Equal(2, _session.InTransaction(session => session.Users.Give("cid")));
    }

    [Fact]
    public void No_more_ids_are_remembered_than_the_option_says_and_the_others_are_looked_up()
    {
        using var reader = Opening.Reader(_folder.Database, new() { IdsKept = 1000 });
        _session.InTransaction(session => Enumerable.Range(1, 5000).Sum(i => session.Users.Give($"user-{i}")));

        for (var i = 1; i <= 5000; i++)
        {
            Assert.Equal(i, reader.Users.Find($"user-{i}"));
            Assert.InRange(reader.Users.Count, 1, 1000);
        }
        Assert.Equal(1, reader.Users.Find("user-1"));
    }

    [Fact]
    public void Pages_are_kept_in_memory_as_far_as_the_option_says()
    {
        var options = new SqliteStoreOptions { CacheMegabytes = 6, ReaderCount = 3 };
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.DataFolder);
        using var writer = Opening.Writer(folder.Database, options, DateTimeOffset.UnixEpoch);
        using var reader = Opening.Reader(folder.Database, options);

        Assert.Equal(-6 * 1024, writer.Db.Number("PRAGMA cache_size"));
        Assert.Equal(-2 * 1024, reader.Db.Number("PRAGMA cache_size"));
    }

    [Fact]
    public void A_broken_constraint_is_no_failure_of_the_store()
    {
        var error = Assert.Throws<InvalidOperationException>(() => _session.InTransaction(
            session => session.Sql("INSERT INTO user (n, id) VALUES (1, 'ann'), (1, 'bob')").Run()));

        Assert.Contains("UNIQUE", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("žluťoučký kůň 🐎")]
    public void A_text_comes_back_as_it_was(string text)
    {
        using var row = _session.Sql("SELECT ?, ?").Bind(text).Bind(string.Concat(Enumerable.Repeat(text, 300)));

        Assert.True(row.Step());
        Assert.False(row.IsNull(0));
        Assert.Equal(text, row.Text(0));
        Assert.Equal(text.Length * 300, row.Text(1).Length);
    }

    [Fact]
    public void Empty_bytes_are_not_null()
    {
        using var row = _session.Sql("SELECT ?").Bind(ReadOnlySpan<byte>.Empty);

        Assert.True(row.Step());
        Assert.False(row.IsNull(0));
    }
}
