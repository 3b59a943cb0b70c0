using System.Net;
using System.Net.Sockets;
using MessageSync.Silo.Tests.Processes;
using MessageSync.TestPostgres;

namespace MessageSync.Silo.Tests.Telemetry;

public sealed class ExportTests
{
    private const string Body = "whatnobodymaysee";
    private const string WithPatience = "--MessageSync:Telemetry:FlushTimeout=00:00:20";
    private const string Traced = "--MessageSync:Telemetry:TracedShare=1";

    [Fact]
    public async Task What_was_measured_reaches_the_collector_before_the_server_is_gone()
    {
        await using var collector = await Collector.StartAsync();
        using var data = new DataFolder();

        var banner = await SendAndStopAsync(
            ["--data", data.Path, "--otlp", collector.Address, Traced, WithPatience]);

        Assert.Contains($"  telemetry metrics and traces to {collector.Address}", banner);
        Assert.All(collector.Posts, post => Assert.Equal("application/x-protobuf", post.Type));
        string[] metrics =
        [
            "messagesync.sends", "messagesync.commit.duration", "messagesync.store.reads", "http.server.request.duration",
            "dotnet.gc.collections", "service.name", "service.version", "service.instance.id",
        ];
        Assert.All(metrics, name => Assert.Contains(name, collector.All("/v1/metrics"), StringComparison.Ordinal));
        string[] spans =
        [
            "messagesync.send", "messagesync.commit", "messagesync.fanout", "http.route", "http.response.status_code", "tea",
            "service.instance.id",
        ];
        Assert.All(spans, name => Assert.Contains(name, collector.All("/v1/traces"), StringComparison.Ordinal));
        Assert.DoesNotContain("tea", collector.All("/v1/metrics"), StringComparison.Ordinal);
        Assert.All(collector.Posts, post => Assert.DoesNotContain(Body, post.Bytes, StringComparison.Ordinal));
    }

    [Fact]
    public async Task On_PostgreSQL_the_driver_tells_too_and_of_traced_requests_alone()
    {
        await using var collector = await Collector.StartAsync();
        var connection = await PostgresServer.SharedAsync();
        string[] store =
        [
            "--storage", "postgres", "--connection", connection, $"--MessageSync:Postgres:Schema=t{Guid.NewGuid():N}",
            WithPatience, "--otlp", collector.Address,
        ];

        await SendAndStopAsync([.. store, Traced]);
        var traced = collector.All("/v1/traces");
        await using var other = await Collector.StartAsync();
        await SendAndStopAsync([.. store[..^1], other.Address, "--MessageSync:Telemetry:TracedShare=0"]);

        Assert.Contains("db.client", collector.All("/v1/metrics"), StringComparison.Ordinal);
        Assert.Contains("db.query.text", traced, StringComparison.Ordinal);
        Assert.DoesNotContain(Body, traced, StringComparison.Ordinal);
        Assert.Contains("messagesync.sends", other.All("/v1/metrics"), StringComparison.Ordinal);
        Assert.Equal("", other.All("/v1/traces"));
    }

    [Fact]
    public async Task The_environment_says_it_as_to_every_program()
    {
        await using var collector = await Collector.StartAsync();
        using var data = new DataFolder();

        var banner = await SendAndStopAsync(
            ["--data", data.Path, WithPatience], ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_EXPORTER_OTLP_HEADERS", "x-key=hidden"),
            ("OTEL_TRACES_SAMPLER", "always_on"), ("OTEL_SERVICE_NAME", "chat-of-ours"));

        Assert.Contains($"  telemetry metrics and traces to {collector.Address}", banner);
        Assert.DoesNotContain(banner, line => line.Contains("hidden", StringComparison.Ordinal));
        Assert.All(collector.Posts, post => Assert.Equal("hidden", post.Key));
        Assert.Contains("messagesync.sends", collector.All("/v1/metrics"), StringComparison.Ordinal);
        Assert.Contains("messagesync.send", collector.All("/v1/traces"), StringComparison.Ordinal);
        Assert.Contains("chat-of-ours", collector.All("/v1/traces"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collector_may_be_spoken_to_by_gRPC()
    {
        const string Service = "/opentelemetry.proto.collector";
        await using var collector = await Collector.StartAsync(isGrpc: true);
        using var data = new DataFolder();

        await SendAndStopAsync(
            ["--data", data.Path, "--otlp", collector.Address, "--MessageSync:Telemetry:OtlpProtocol=grpc", Traced, WithPatience]);

        Assert.All(collector.Posts, post => Assert.Equal("application/grpc", post.Type));
        Assert.Contains(
            "messagesync.sends", collector.All(Service + ".metrics.v1.MetricsService/Export"), StringComparison.Ordinal);
        Assert.Contains(
            "messagesync.send", collector.All(Service + ".trace.v1.TraceService/Export"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collector_that_never_answers_holds_up_neither_requests_nor_the_end()
    {
        using var deaf = new TcpListener(IPAddress.Loopback, 0);
        deaf.Start();
        using var data = new DataFolder();

        await SendAndStopAsync(
            ["--data", data.Path, "--otlp", $"http://{deaf.LocalEndpoint}", "--MessageSync:Telemetry:FlushTimeout=00:00:00.2"],
            ("OTEL_BSP_SCHEDULE_DELAY", "50"));
    }

    [Fact]
    public async Task A_collector_that_is_not_there_is_told_of_once()
    {
        using var data = new DataFolder();
        await using var silo = await SiloProcess.StartAsync(
            ["--data", data.Path, "--otlp", "http://127.0.0.1:1", Traced]);

        await silo.CallAsync(HttpMethod.Post, "/v1/conversations", new { kind = "group", id = "tea" });
        silo.Terminate();

        Assert.Equal(0, await silo.ExitAsync());
        var said = await silo.ErrorsAsync();
        Assert.Single(said.Split('\n'), line => line.Contains("Telemetry is not taken", StringComparison.Ordinal));
        Assert.Contains("http://127.0.0.1:1", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("collector:4318")]
    [InlineData("http://user:hidden@collector:4318")]
    public async Task An_address_that_is_none_is_one_sentence_without_a_password(string address)
    {
        var (code, output, errors) = await SiloProcess.RunAsync(["--otlp", address, "--urls", "http://127.0.0.1:0"]);

        Assert.NotEqual(0, code);
        Refusals.AssertOneSentence(errors, "MessageSync:Telemetry:OtlpEndpoint");
        Assert.DoesNotContain("hidden", output + errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-00:00:01")]
    [InlineData("00:00:21")]
    [InlineData("soon")]
    public async Task A_time_to_flush_out_of_bounds_stops_the_start(string time)
    {
        var (code, _, errors) = await SiloProcess.RunAsync(
            ["--MessageSync:Telemetry:FlushTimeout", time, "--urls", "http://127.0.0.1:0"]);

        Assert.NotEqual(0, code);
        Refusals.AssertOneSentence(errors, "MessageSync:Telemetry:FlushTimeout");
    }

    /// <returns>The banner.</returns>
    private static async Task<List<string>> SendAndStopAsync(
        string[] settings, params (string Name, string Value)[] environment)
    {
        await using var silo = await SiloProcess.StartAsync(settings, environment);
        var id = "tea" + Guid.NewGuid().ToString("N");
        await silo.CallAsync(HttpMethod.Post, "/v1/conversations", new { kind = "group", id });
        await silo.CallAsync(HttpMethod.Post, $"/v1/conversations/{id}/messages", new { sendKey = "1", body = Body });
        silo.Terminate();
        Assert.Equal(0, await silo.ExitAsync());
        return silo.Banner;
    }
}
