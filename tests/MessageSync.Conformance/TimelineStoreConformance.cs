using MessageSync.Storage;
using MessageSync.Timelines;
using static MessageSync.Conformance.Samples;

namespace MessageSync.Conformance;

/// <summary>What <see cref="ITimelineStore"/> promises of Timelines and their messages.</summary>
public abstract class TimelineStoreConformance : StoreConformance
{
    [Fact]
    public async Task Of_a_conversation_that_was_never_made_there_is_nothing()
    {
        await Driver.RunAsync(Cake, Create(Ann));

        Assert.Null(await Timelines.LoadAsync(Tea, Ct));
        Assert.Null(Assert.Single(await Timelines.FindSendsAsync(Tea, [(Ann, new("k"))], Ct)));
        Assert.Null(Assert.Single(await Timelines.ReadViewsAsync(Ann, [Tea], Ct)));
        Assert.Empty(await Timelines.ReadMessagesAsync([new(Tea, new(1), new(9))], AnyBytes, Ct));
        Assert.Empty(await Timelines.ReadMembersAsync(Tea, Now, null, 10, Ct));
        Assert.Equal(new SeqNo(1), await Timelines.FirstAtOrAfterAsync(Tea, Noon, Ct));
    }

    [Fact]
    public async Task A_timeline_loads_as_it_was_after_its_last_run()
    {
        await Driver.RunAsync(Tea, Create(Ann, Bob), Send(Bob, "hi"));
        Driver.Now += TimeSpan.FromMilliseconds(1);
        var last = await Driver.RunAsync(
            Tea, Send(Ann, "ho"), Rename("Tée ☕"), Add(Cid), Remove(Ann), Add(Ann), Send(Cid, "he"));

        await CrashAsync();

        Rendering.Same(last.After, await Timelines.LoadAsync(Tea, Ct));
    }

    [Fact]
    public async Task Asked_for_at_the_same_time_each_timeline_is_its_own()
    {
        ConversationId[] ids = [.. Enumerable.Range(0, 40).Select(i => new ConversationId($"chat-{i}"))];
        var runs = new Dictionary<ConversationId, TimelineRun>();
        foreach (var (i, id) in ids.Index().Where(one => one.Index % 4 > 0))
            runs[id] = await Driver.RunAsync(id, Create(Ann, [.. Users(i)]), Send(Ann, $"{i}"));

        var loaded = await Task.WhenAll(ids.Concat(ids).Select(id => Timelines.LoadAsync(id, Ct)));

        Rendering.Same(ids.Concat(ids).Select(id => runs.GetValueOrDefault(id)?.After), loaded);
    }

    [Theory]
    [InlineData(ConversationKind.Group, HistoryPolicy.All, null)]
    [InlineData(ConversationKind.Group, HistoryPolicy.SinceJoin, "")]
    [InlineData(ConversationKind.Group, HistoryPolicy.SinceJoin, "\0a\0☕\0")]
    [InlineData(ConversationKind.Direct, HistoryPolicy.All, null)]
    public async Task The_terms_and_the_title_are_kept(ConversationKind kind, HistoryPolicy history, string? title)
    {
        var run = await Driver.RunAsync(Tea, new CreateConversation(Backend, kind, history, title, [Ann, Bob]));

        Rendering.Same(run.After, await Timelines.LoadAsync(Tea, Ct));
    }

    [Fact]
    public async Task A_large_group_remembers_that_it_was_large()
    {
        var large = await Driver.RunAsync(Tea, Create(Ann, Users(Limits.SmallGroupMembersMax)), Send(Ann, "hi"));
        Rendering.Same(large.After, await Timelines.LoadAsync(Tea, Ct));
        Assert.True(large.After.AdvanceOwed);

        var small = await Driver.RunAsync(Tea, Remove(Users(1)));

        Rendering.Same(small.After, await Timelines.LoadAsync(Tea, Ct));
        Assert.Equal(large.After.Change, small.After.LargeChange);
    }

    [Fact]
    public async Task Ids_that_differ_in_case_alone_are_different()
    {
        await Driver.RunAsync(Tea, Create(Ann, new UserId("ANN")), Send(Ann, "k"), Send(new("ANN"), "k"), Send(Ann, "K"));
        await Driver.RunAsync(new("TEA"), Create(Bob));

        Assert.Equal(2, (await Timelines.LoadAsync(Tea, Ct))!.Members.Count);
        Assert.Equal([Bob], (await Timelines.LoadAsync(new("TEA"), Ct))!.Members.Keys);
        Assert.Equal(
            [new(1), new(3)],
            (await Timelines.FindSendsAsync(Tea, [(Ann, new("k")), (Ann, new("K"))], Ct)).Select(known => known!.Seq));
    }

    [Fact]
    public async Task A_message_is_read_with_all_that_it_was_sent_with()
    {
        var longest = new byte[Limits.BodyBytesMax];
        new Random(1).NextBytes(longest);
        MessageBody[] bodies =
        [
            Body(""), new(ReadOnlyMemory<byte>.Empty, IsText: false, ""), Body("\0"), Body("a\0b ☕\0"),
            new(new byte[] { 0, 255, 128 }, IsText: false, "image/x"), Body(new string('☕', Limits.BodyBytesMax / 3)),
            new(longest, IsText: false, new string('t', Limits.ContentTypeLengthMax)),
        ];
        var sends = bodies.Select((body, i) => new SendMessage(new(Ann), new($"k{i}"), body));
        await Driver.RunAsync(Tea, [Create(Ann), .. sends]);

        await CrashAsync();
        var messages = await Timelines.ReadMessagesAsync([new(Tea, new(1), new(bodies.Length))], AnyBytes, Ct);

        Assert.All(messages, message => Assert.Equal(MessageState.Sent, message.State));
        Rendering.Same(
            bodies.Select((body, i) => new Message(Tea, new(i + 1), new($"k{i}"), Ann, Noon, body)), messages);
    }

    [Fact]
    public async Task An_empty_text_is_no_tombstone()
    {
        await Driver.RunAsync(Tea, Create(Ann), Send(Ann, "", "k"));

        var body = Assert.Single(await Timelines.ReadMessagesAsync([new(Tea, new(1), new(1))], AnyBytes, Ct)).Body;

        Assert.NotNull(body);
        Assert.True(body.IsText);
        Assert.Equal(0, body.Bytes.Length);
    }

    [Fact]
    public async Task A_stored_body_is_not_the_senders_memory()
    {
        var bytes = "hi"u8.ToArray();
        await Driver.RunAsync(
            Tea, Create(Ann), new SendMessage(new(Ann), new("k"), new(bytes, IsText: true, "text/plain")));

        bytes[0] = (byte)'X';

        var message = Assert.Single(await Timelines.ReadMessagesAsync([new(Tea, new(1), new(1))], AnyBytes, Ct));
        Assert.Equal("hi"u8, message.Body!.Bytes.Span);
    }

    [Fact]
    public async Task Messages_come_in_the_order_asked_for()
    {
        await Driver.RunAsync(Tea, Create(Ann), Send(Ann, "t1"), Send(Ann, "t2"), Send(Ann, "t3"));
        await Driver.RunAsync(Cake, Create(Bob), Send(Bob, "c1"), Send(Bob, "c2"));

        var read = await Timelines.ReadMessagesAsync(
            [new(Tea, new(3), new(2)), new(Cake, new(2), new(2)), new(Tea, new(1), new(2)), new(Cake, new(1), new(2))],
            AnyBytes, Ct);

        Assert.Equal("t3 t2 c2 t1 t2 c1 c2", string.Join(' ', read.Select(message => message.SendKey)));
    }

    [Fact]
    public async Task Numbers_that_no_message_has_are_passed_over()
    {
        await Driver.RunAsync(Tea, Create(Ann), Send(Ann, "t1"), Send(Ann, "t2"));
        await Driver.RunAsync(Cake, Create(Ann));

        var read = await Timelines.ReadMessagesAsync(
            [
                new(Tea, new(2), new(long.MaxValue)), new(Cake, new(1), new(5)), new(new("none"), new(1), new(5)),
                new(Tea, new(long.MaxValue), new(2)), new(Tea, new(3), new(3)), new(Tea, new(9), new(1)),
            ], AnyBytes, Ct);

        Assert.Equal("t2 t2 t2 t1", string.Join(' ', read.Select(message => message.SendKey)));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(9, 1)]
    [InlineData(10, 2)]
    [InlineData(19, 2)]
    [InlineData(20, 4)]
    [InlineData(21, 4)]
    public async Task Reading_ends_before_the_bodies_grow_too_long(long bytesMax, int count)
    {
        var five = new string('x', 5);
        await Driver.RunAsync(
            Tea, Create(Ann), Send(Ann, five, "1"), Send(Ann, five, "2"), Send(Ann, five + five, "3"), Send(Ann, "", "4"));

        var read = await Timelines.ReadMessagesAsync([new(Tea, new(1), new(2)), new(Tea, new(3), new(4))], bytesMax, Ct);

        Assert.Equal(count, read.Count);
    }

    [Fact]
    public async Task A_send_is_known_by_conversation_sender_and_key()
    {
        var send = Send(Bob, "hi", "k");
        await Driver.RunAsync(Tea, Create(Ann, Bob), Send(Ann, "first"));
        Driver.Now += TimeSpan.FromSeconds(1);
        await Driver.RunAsync(Tea, send);
        await Driver.RunAsync(Cake, Create(Ann, Bob));

        var known = await Timelines.FindSendsAsync(
            Tea, [(Bob, new("x")), (Bob, new("k")), (Ann, new("k")), (Bob, new("k"))], Ct);

        var expected = new KnownSend(new(2), Driver.Now, send.Fingerprint);
        Assert.Equal([null, expected, null, expected], known);
        Assert.Null(Assert.Single(await Timelines.FindSendsAsync(Cake, [(Bob, new("k"))], Ct)));
    }

    [Fact]
    public async Task The_first_message_at_or_after_a_time_is_the_first_of_those_sent_then()
    {
        await Driver.RunAsync(Tea, Create(Ann), Send(Ann, "1"));
        Driver.Now += TimeSpan.FromSeconds(2);
        await Driver.RunAsync(Tea, Send(Ann, "2"), Send(Ann, "3"));
        Driver.Now += TimeSpan.FromSeconds(2);
        await Driver.RunAsync(Tea, Send(Ann, "4"));

        long[] found = new long[6];
        for (var second = 0; second < found.Length; second++)
            found[second] = (await Timelines.FirstAtOrAfterAsync(Tea, Noon.AddSeconds(second), Ct)).Value;

        Assert.Equal([1, 2, 2, 4, 4, 5], found);
        Assert.Equal(new SeqNo(1), await Timelines.FirstAtOrAfterAsync(Tea, DateTimeOffset.MinValue, Ct));
        Assert.Equal(new SeqNo(5), await Timelines.FirstAtOrAfterAsync(Tea, DateTimeOffset.MaxValue, Ct));
    }
}
