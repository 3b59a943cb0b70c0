using System.Globalization;
using MessageSync.Client;
using MessageSync.Client.Sqlite;

// Chat of two users: `dotnet run --project samples/Chat.Console -- ann bob`, and in another terminal `bob ann`.
if (args is not [var me, var other, .. { Length: <= 1 } server])
{
    Console.WriteLine("Usage: <me> <other> [http://server:5080/]");
    return 1;
}
using var http = new HttpClient { BaseAddress = new(server.FirstOrDefault("http://127.0.0.1:5080/")) };
using var api = new MessageSyncApi(
    http, async ct => (await MessageSyncApi.DevelopmentTokenAsync(http, me, "console", ct: ct)).Token);
Directory.CreateDirectory("chat-data");
using var store = new SqliteDeviceStore($"chat-data/{me}.db");
const int page = 5;
using var session = new DeviceSession(me, store, api, new() { Device = new() { RoamLimit = page } });

string chat;
try
{
    chat = (await api.CreateDirectAsync(other)).Id;
}
catch (AnswerLostException) when (store.Load().Conversations is [var known, ..])
{
    chat = known.Id;   // offline from the start: what is stored can be read, and what is written waits
}
catch (AnswerLostException lost)
{
    Console.WriteLine($"Start the server first. {lost.Message}");
    return 1;
}

using var pen = new SemaphoreSlim(1);
var (top, readUpTo, shown, state) = (long.MaxValue, 0L, new Dictionary<long, string>(), session.State);
Console.WriteLine("Type to send. /offline  /online  /up  /recall 3  /typing  /quit");
var running = new CancellationTokenSource();
var run = session.RunAsync(running.Token);
var screen = ShowAsync();
await session.WantAsync(chat, new RoamAnchor.Newest());

while (await Task.Run(Console.ReadLine) is { } line and not "/quit")
    switch (line.Split(' '))
    {
        case ["/offline"]:
            await running.CancelAsync();
            await run;
            break;
        case ["/online"] when run.IsCompleted:
            running = new();
            run = session.RunAsync(running.Token);
            break;
        case ["/up"] when top < long.MaxValue:
            await session.WantAsync(chat, new RoamAnchor.Before(top));
            top = Math.Max(1, top - page);
            await DrawAsync();
            break;
        case ["/recall", var number] when long.TryParse(number, CultureInfo.InvariantCulture, out var seq):
            await session.SubmitAsync(chat, new DeviceCommand.Recall(seq));
            break;
        case ["/typing"]:
            _ = api.SignalAsync(chat, "typing");   // stored nowhere: it may as well be lost
            break;
        case [{ Length: > 0 } word, ..] when word[0] != '/':
            await session.SendAsync(chat, line);
            break;
    }
await running.CancelAsync();
await run;
return 0;

async Task ShowAsync()
{
    await foreach (var change in session.ChangesAsync())
        if (change is not DeviceChange.SignalCame(var told)) await DrawAsync();
        else if (told.From != me) Console.WriteLine($"     ({told.From} is {told.Name})");
}

async Task DrawAsync()
{
    await pen.WaitAsync();
    if (session.State != state) Console.WriteLine($"     ({state = session.State})");
    var (messages, holes) = await session.MessagesAsync(chat, limit: 1000);
    if (messages.Count > 0) top = Math.Min(top, Math.Max(1, messages[^1].Seq - page + 1));
    var isWhole = !holes.Any(hole => hole.To >= top);   // else the page is on its way
    foreach (var message in messages.Where(message => message.Seq >= top && isWhole))
    {
        var text = $"{message.Seq,4} {message.Sender}: {(message.IsRecalled ? "(recalled)" : message.Body)}";
        if (shown.GetValueOrDefault(message.Seq) != text) Console.WriteLine(shown[message.Seq] = text);
    }
    foreach (var item in await session.OutboxAsync(chat))
        if (item.Status == OutboxStatus.Failed && shown.TryAdd(-item.No, ""))
            Console.WriteLine($"     ({item.Problem})");
    if ((await session.MembersAsync(chat)).Members.FirstOrDefault(one => one.User == other).ReadUpTo is { } read
        && read > readUpTo) Console.WriteLine($"     ({other} has read up to {readUpTo = read})");
    if (await session.ConversationAsync(chat) is { Unread: > 0, Head: var head })
        await session.SubmitAsync(chat, new DeviceCommand.Read(head));
    pen.Release();
}
