using MessageSync.Inboxes;
using MessageSync.Timelines;

namespace MessageSync.Http.Tests;

public sealed class TranslationTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private readonly TestApp _app = shared.Afresh();

    [Fact]
    public async Task Create_reads_a_group_or_a_pair()
    {
        await _app.SendAsync("POST", "/v1/conversations",
            """{"kind":"group","id":"c","title":"T","members":["bob","bob"],"history":"all"}""");
        var group = Assert.IsType<NewGroup>(_app.Fake.LastArguments[1]);
        Assert.Equal(("T", HistoryPolicy.All), (group.Title, group.History));
        Assert.Equal([new("bob")], group.Members);

        await _app.SendAsync("POST", "/v1/conversations", """{"kind":"direct","with":"bob"}""");
        Assert.Equal([new UserId("bob")], _app.Fake.LastArguments);
    }

    [Fact]
    public async Task List_has_its_defaults_and_takes_everything()
    {
        await _app.SendAsync("GET", "/v1/conversations");
        Assert.Equal([new ListQuery()], _app.Fake.LastArguments);

        await _app.SendAsync("GET", "/v1/conversations?limit=200&page=p%3D&sort=id&left=false&lostAfter=x");
        Assert.Equal(
            [new ListQuery { Limit = 200, Page = "p=", Order = ListOrder.Id, Left = false, LostAfter = "x" }],
            _app.Fake.LastArguments);
    }

    [Theory]
    [InlineData("", typeof(RoamingAnchor.Newest), 50)]
    [InlineData("?before=0&limit=0", typeof(RoamingAnchor.Before), 0)]
    [InlineData("?limit=200&after=9223372036854775807", typeof(RoamingAnchor.After), 200)]
    [InlineData("?around=5", typeof(RoamingAnchor.Around), 50)]
    [InlineData("?at=2026-01-31T12:00:00.5Z", typeof(RoamingAnchor.At), 50)]
    public async Task Roam_takes_one_anchor(string query, Type anchor, int limit)
    {
        (await _app.SendAsync("GET", "/v1/conversations/c/messages" + query)).MustBe(200);

        Assert.IsType(anchor, _app.Fake.LastArguments[1]);
        Assert.Equal(limit, _app.Fake.LastArguments[2]);
    }

    [Fact]
    public async Task Sync_has_its_defaults_and_takes_everything()
    {
        await _app.SendAsync("GET", "/v1/inbox");
        Assert.Equal([new SyncQuery()], _app.Fake.LastArguments);

        await _app.SendAsync("GET", "/v1/inbox?cursor=a&limit=0&wait=60000&ack=b");
        Assert.Equal(
            [new SyncQuery { Cursor = "a", Limit = 0, Wait = TimeSpan.FromMinutes(1), Ack = "b" }],
            _app.Fake.LastArguments);
    }

    [Fact]
    public async Task Send_takes_the_body_as_it_is()
    {
        await _app.SendAsync("POST", "/v1/conversations/c/messages",
            """{"sendKey":"k","body":"\u0000😀","contentType":"text/markdown"}""");

        var body = Assert.IsType<MessageBody>(_app.Fake.LastArguments[2]);
        Assert.Equal(new SendKey("k"), _app.Fake.LastArguments[1]);
        Assert.Equal("\0😀"u8.ToArray(), body.Bytes.ToArray());
        Assert.Equal((true, "text/markdown"), (body.IsText, body.ContentType));
    }

    [Theory]
    [InlineData(4096, 201)]
    [InlineData(4097, 413)]
    public async Task A_notification_has_at_most_4_KiB(int bytes, int status)
    {
        var body = new string('x', bytes);

        (await _app.SendAsync("POST", "/v1/users/bob/notifications",
            $$"""{"sendKey":"k","name":"n","body":"{{body}}"}""", isService: true)).MustBe(status);
        if (status == 201)
            Assert.Equal(new EntryContent.Notification("n", body, new("k")), _app.Fake.LastArguments[1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public async Task A_notification_has_a_name_of_1_to_100(int length) =>
        (await _app.SendAsync("POST", "/v1/users/bob/notifications",
            $$"""{"sendKey":"k","name":"{{new string('n', length)}}","body":""}""", isService: true))
            .MustBe("invalid-request", 400, "name");
}
