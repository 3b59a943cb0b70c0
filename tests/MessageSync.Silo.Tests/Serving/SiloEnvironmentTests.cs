using MessageSync.Silo.Serving;
using Microsoft.Extensions.Configuration;

namespace MessageSync.Silo.Tests.Serving;

public sealed class SiloEnvironmentTests
{
    [Theory]
    [InlineData("Development")]
    [InlineData("Development", "urls", "http://127.0.0.1:5080")]
    [InlineData("Development", "urls", "http://localhost:0;http://[::1]:5080")]
    [InlineData("Production", "urls", "http://0.0.0.0:5080")]
    [InlineData("Production", "urls", "http://127.0.0.1:5080;http://*:5081")]
    [InlineData("Production", "urls", "http://example.org:5080")]
    [InlineData("Production", "http_ports", "5080")]
    [InlineData("Production", "Kestrel:Endpoints:Http:Url", "http://127.0.0.1:5080")]
    [InlineData(null, "environment", "Staging")]
    public void Only_where_nobody_else_can_call_is_development_the_default(string? expected, params string[] setting)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(setting.Length == 0 ? [] : [new(setting[0], setting[1])])
            .Build();

        Assert.Equal(expected, SiloEnvironment.Of(configuration));
    }

    [Theory]
    [InlineData("5080")]
    [InlineData("http://127.0.0.1:70000")]
    public void What_is_no_address_is_refused(string urls)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("urls", urls)]).Build();

        var refused = Assert.Throws<FormatException>(() => SiloEnvironment.Of(configuration));

        Assert.Contains(urls, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:5080", "http://127.0.0.1:5080")]
    [InlineData("http://[::]:5080", "http://127.0.0.1:5080")]
    [InlineData("http://127.0.0.1:41234", "http://127.0.0.1:41234")]
    public void The_banner_shows_an_address_that_can_be_called(string bound, string called) =>
        Assert.Equal(called, ServerAddress.ToCall(bound));
}
