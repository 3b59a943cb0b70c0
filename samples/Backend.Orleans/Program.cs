using System.Text;
using Backend;
using MessageSync;
using MessageSync.Storage;
using MessageSync.Timelines;
using Microsoft.AspNetCore.Diagnostics;

// A chat backend in front of a cluster: its own endpoints and rules, messages by MessageSync, profiles in a grain of its own.
// How to run it is in docs/cluster.md.
var builder = WebApplication.CreateBuilder(args);
builder.UseOrleansClient(client => client.UseMessageSync().JoinCluster());
// What goes wrong is told in a sentence, by MessageSync or below.
builder.Logging.AddFilter("Orleans", LogLevel.None).AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
await using var app = builder.Build();
app.UseExceptionHandler(failing => failing.Run(FailedAsync));

app.MapGet("/people/{user}", (string user, IGrainFactory grains) => grains.GetGrain<IProfileGrain>(user).ReadAsync());

app.MapPut("/me", (HttpContext http, Profile profile, IGrainFactory grains) =>
    grains.GetGrain<IProfileGrain>(Me(http).User.Value).WriteAsync(profile));

app.MapPut("/rooms/{room}", async (HttpContext http, string room, string[] members, IMessageSync sync) =>
    Reply(await sync.CreateGroupAsync(Me(http), new(room), new([.. members.Select(user => new UserId(user))])),
        made => new { made.Conversation.Id.Value, made.Conversation.MemberCount }));

app.MapPost("/rooms/{room}/messages", async (HttpContext http, string room, NewMessage message, IMessageSync sync) =>
    Reply(await sync.SendAsync(
            Me(http), new(room), new(message.Key),
            new(Encoding.UTF8.GetBytes(message.Text), IsText: true, MessageBody.DefaultContentType)),
        sent => new { Seq = sent.Seq.Value, sent.Duplicate }));

app.MapGet("/rooms/{room}/messages", async (HttpContext http, string room, IMessageSync sync, IGrainFactory grains) =>
{
    var page = await sync.RoamAsync(Me(http), new(room), new RoamingAnchor.Newest());
    var senders = page.Value?.Messages.Select(message => message.Sender).Distinct() ?? [];
    var names = (await Task.WhenAll(senders.Select(
            async user => (user, (await grains.GetGrain<IProfileGrain>(user.Value).ReadAsync()).Name))))
        .ToDictionary(one => one.user, one => one.Name);
    return Reply(page, found => found.Messages.Select(message => Line(message, names[message.Sender])));
});

// What is new, of all rooms; answers as soon as there is something.
app.MapGet("/news", async (HttpContext http, IMessageSync sync, string? cursor = null) =>
    Reply(await sync.SyncAsync(Me(http), new() { Cursor = cursor, Wait = TimeSpan.FromSeconds(20) }),
        page => new
        {
            page.Cursor,
            Entries = page.Entries.Select(entry => new
            {
                Kind = entry.Content.Kind.ToString(),
                Room = entry.Conversation?.Value,
                Seq = entry.Message?.Seq.Value,
            }),
        }));

return await RunAsync();

// Who calls is for the backend's own login to say; here it is believed.
static Caller Me(HttpContext http) => new(new(http.Request.Headers["X-User"].ToString()), new DeviceId("web"));

static IResult Reply<T>(Answer<T> answer, Func<T, object> show) where T : class => answer switch
{
    { Value: { } value } => Results.Ok(show(value)),
    { Refusal: Refusal.Overloaded or Refusal.RateLimited } => Results.Problem(statusCode: 429, title: "Try again in a moment."),
    { Refusal: var refusal } => Results.Problem(statusCode: 403, title: refusal!.GetType().Name),
};

static object Line(Message message, string name) => new
{
    Seq = message.Seq.Value,
    message.SentAt,
    From = name,
    Text = message.Body is { } body ? Encoding.UTF8.GetString(body.Bytes.Span) : "(recalled)",
};

static Task FailedAsync(HttpContext http) => (http.Features.Get<IExceptionHandlerFeature>()!.Error switch
{
    ArgumentException or BadHttpRequestException => Results.Problem(statusCode: 400, title: "There is no such id, or no body."),
    StoreUnavailableException or OrleansException or TimeoutException =>
        Results.Problem(statusCode: 503, title: "Repeat it: under the same key nothing is sent twice."),
    _ => Results.Problem(statusCode: 500),
}).ExecuteAsync(http);

async Task<int> RunAsync()
{
    try
    {
        await app.RunAsync();
        return 0;
    }
    catch (Exception failure) when (failure is OrleansException or StoreStartException)
    {
        await Console.Error.WriteLineAsync(failure.Message);
        return 1;
    }
}
