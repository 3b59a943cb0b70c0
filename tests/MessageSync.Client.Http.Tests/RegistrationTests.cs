using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MessageSync.Client.Http.Tests;

public sealed class RegistrationTests
{
    private static readonly Uri s_nobody = new("http://127.0.0.1:1/chat");

    public static TheoryData<string, Action<MessageSyncClientOptions>> Wrong() => new()
    {
        { "BaseAddress", options => options.BaseAddress = null },
        { "BaseAddress", options => options.BaseAddress = new("/chat", UriKind.Relative) },
        { "BaseAddress", options => options.BaseAddress = new("ftp://chat.example/") },
        { "Token", options => options.Token = null },
        { "Store", options => options.Store = null },
        { "User", options => options.User = null },
        { "AnswerTimeout", options => options.Api = new() { AnswerTimeout = TimeSpan.Zero } },
        { "StreamPatience", options => options.Session = new() { StreamPatience = TimeSpan.Zero } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_is_wrong_stops_the_host_at_its_start_and_is_named(
        string name, Action<MessageSyncClientOptions> spoil)
    {
        using var host = Build(Good, spoil);

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_gets_one_api_and_one_session_on_its_own_store()
    {
        using var host = Build(Good);
        await host.StartAsync();

        var session = host.Services.GetRequiredService<DeviceSession>();
        await session.SendAsync("tea", "one");

        Assert.Same(session, host.Services.GetRequiredService<DeviceSession>());
        Assert.Same(
            host.Services.GetRequiredService<MessageSyncApi>(), host.Services.GetRequiredService<MessageSyncApi>());
        Assert.Single(host.Services.GetRequiredService<IDeviceStore>().Load().Outbox);
        await Assert.ThrowsAsync<AnswerLostException>(
            () => host.Services.GetRequiredService<MessageSyncApi>().DevicesAsync());
    }

    [Fact]
    public async Task A_backend_has_an_api_and_no_session()
    {
        using var host = Build(Good, options => (options.User, options.Store) = (null, null));
        await host.StartAsync();

        Assert.NotNull(host.Services.GetRequiredService<MessageSyncApi>());
        Assert.Throws<InvalidOperationException>(() => host.Services.GetRequiredService<DeviceSession>());
    }

    [Fact]
    public async Task The_path_of_the_address_stays_and_handlers_of_the_program_are_asked()
    {
        Uri? asked = null;
        using var way = new Interceptor
        {
            Answer = request =>
            {
                asked = request.RequestUri;
                return Interceptor.Of(System.Net.HttpStatusCode.OK, """{"devices":[]}""", "application/json");
            },
        };
        var services = new ServiceCollection();
        services.AddMessageSyncClient(Good).ConfigurePrimaryHttpMessageHandler(() => way);
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<MessageSyncApi>().DevicesAsync();

        Assert.Equal("http://127.0.0.1:1/chat/v1/devices", asked?.AbsoluteUri);
    }

    private static void Good(MessageSyncClientOptions options)
    {
        options.BaseAddress = s_nobody;
        options.Token = _ => ValueTask.FromResult("token");
        options.User = "bob";
        options.Store = _ => new InMemoryDeviceStore();
    }

    private static IHost Build(params Action<MessageSyncClientOptions>[] configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        foreach (var one in configure) builder.Services.AddMessageSyncClient(one);
        return builder.Build();
    }
}
