using System.Net.Sockets;
using System.Text;

namespace MessageSync.Http.Tests;

public sealed class SlowReaderTests
{
    private const int Messages = 300;

    [Fact]
    public async Task A_reader_that_never_reads_is_closed_harms_nobody_and_comes_back_without_a_loss()
    {
        // For its megabyte, not for its silence.
        await using var silo = await TestSilo.StartAsync(("MessageSync:Streams:StallTime", "00:10:00"));
        await silo.GroupAsync("tea", "bob");
        await silo.EntriesAsync("bob", 1);
        using var deaf = await OpenRawAsync(silo.App);
        using var tablet = await EventReader.OpenAsync(silo.App, "bob", "tablet");
        await tablet.UntilAsync("caught-up");

        var body = new string('x', 64 * 1024);
        var sends = Task.Run(async () =>
        {
            for (var i = 0; i < Messages; i++) await silo.SendAsync("ann", "tea", body);
        });
        var heard = await tablet.TakeAsync(Messages);
        await sends;
        Assert.True(await IsCutOffAsync(deaf), "it was never closed");
        var taken = await ReadToEndAsync(deaf);

        var ids = taken.Split('\n').Where(line => line.StartsWith("id: ", StringComparison.Ordinal)).Select(line => line[4..]).ToList();
        Assert.True(ids.Count < Messages, "it took everything");
        // The last event may be cut: whoever reads events takes none that has no end.
        using var back = await EventReader.OpenAsync(silo.App, "bob", lastEventId: ids[^2]);
        var rest = (await back.UntilAsync("caught-up")).Where(one => one.Name == "entry").Select(one => one.Id).ToList();
        Assert.Equal(heard[^1].Id, rest[^1]);
        Assert.Equal(heard.Select(one => one.Id).Where(id => string.CompareOrdinal(id, ids[^2]) > 0), rest);
    }

    [Fact]
    public async Task A_reader_that_stops_while_it_catches_up_is_closed_for_its_silence()
    {
        await using var silo = await TestSilo.StartAsync(("MessageSync:Streams:StallTime", "00:00:01"));
        await silo.GroupAsync("tea", "bob");
        var body = new string('x', 64 * 1024);
        for (var i = 0; i < Messages; i++) await silo.SendAsync("ann", "tea", body);
        await silo.EntriesAsync("bob", Messages + 1);

        using var deaf = await OpenRawAsync(silo.App);

        Assert.True(await IsCutOffAsync(deaf), "it was never closed");
    }

    [Fact]
    public async Task A_quiet_stream_carries_comments()
    {
        await using var silo = await TestSilo.StartAsync(("MessageSync:Streams:CommentTime", "00:00:01"));
        using var stream = await EventReader.OpenAsync(silo.App, "bob");
        await stream.UntilAsync("caught-up");
        var before = stream.Comments;

        var next = stream.NextAsync();
        await Task.WhenAny(next, UntilAsync(() => stream.Comments >= before + 2));

        Assert.False(next.IsCompleted);
        Assert.True(stream.Comments >= before + 2);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!holds() && await timer.WaitForNextTickAsync()) { }
    }

    private static async Task<TcpClient> OpenRawAsync(TestApp app)
    {
        var client = new TcpClient { ReceiveBufferSize = 16 * 1024 };
        await client.ConnectAsync(app.EndPoint);
        var token = Tokens.For("bob", "phone", false, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /v1/inbox/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n"));
        return client;
    }

    /// <summary>Waits for the server to break the connection, without reading a byte of what it sent before.</summary>
    private static Task<bool> IsCutOffAsync(TcpClient client) =>
        Task.Run(() => client.Client.Poll(TimeSpan.FromSeconds(60), SelectMode.SelectError));

    private static async Task<string> ReadToEndAsync(TcpClient client)
    {
        var (text, buffer) = (new StringBuilder(), new byte[64 * 1024]);
        try
        {
            while (await client.GetStream().ReadAsync(buffer) is > 0 and var count)
                text.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }
        catch (IOException)
        {
            // Closed hard: what was on the way is lost.
        }
        return text.ToString();
    }
}
