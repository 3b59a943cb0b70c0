using System.Text;
using MessageSync;
using MessageSync.Timelines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateEmptyApplicationBuilder(new() { Args = args });
builder.Services.AddMessageSync().AddSqliteStore();
using var host = builder.Build();
await host.StartAsync();

var sync = host.Services.GetRequiredService<IMessageSync>();
var (ann, bob) = (new Caller(new("ann")), new Caller(new("bob")));
var team = new ConversationId("team");
await sync.CreateGroupAsync(ann, team, new([bob.User]));
await sync.SendAsync(ann, team, new("key-1"), new("Hello, Bob"u8.ToArray(), IsText: true, MessageBody.DefaultContentType));

var page = await sync.RoamAsync(bob, team, new RoamingAnchor.Newest());
foreach (var message in page.Value!.Messages)
    Console.WriteLine($"{message.Seq} {message.Sender}: {Encoding.UTF8.GetString(message.Body!.Bytes.Span)}");

await host.StopAsync();
