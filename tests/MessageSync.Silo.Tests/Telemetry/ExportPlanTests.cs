using MessageSync.Silo.Export;
using Microsoft.Extensions.Configuration;

namespace MessageSync.Silo.Tests.Telemetry;

public sealed class ExportPlanTests
{
    [Fact]
    public void Nothing_goes_anywhere_unless_somebody_says_where()
    {
        Assert.Null(Plan(null).Words);
        Assert.Null(Plan("").Words);
    }

    [Fact]
    public void The_option_wins_over_the_environment()
    {
        var plan = Plan("http://here:4318", "OTEL_EXPORTER_OTLP_ENDPOINT=http://there:4318");

        Assert.Equal("metrics and traces to http://here:4318", plan.Words);
    }

    [Fact]
    public void The_environment_may_name_a_place_for_each_signal()
    {
        var plan = Plan(
            null, "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://m:1/v1/metrics", "OTEL_EXPORTER_OTLP_ENDPOINT=http://t:2");

        Assert.Equal("metrics to http://m:1, traces to http://t:2", plan.Words);
        Assert.Equal(
            "traces to http://t:2", Plan(null, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://t:2/v1/traces").Words);
    }

    [Theory]
    [InlineData("OTEL_SDK_DISABLED=true", null)]
    [InlineData("OTEL_METRICS_EXPORTER=none", "traces to http://here:4318")]
    [InlineData("OTEL_TRACES_EXPORTER=none", "metrics to http://here:4318")]
    public void The_environment_may_switch_it_off(string said, string? words)
    {
        Assert.Equal(words, Plan("http://here:4318", said).Words);
    }

    [Fact]
    public void The_words_keep_what_may_be_secret_in_an_address()
    {
        var words = Plan(null, "OTEL_EXPORTER_OTLP_ENDPOINT=https://u:hidden@there/hidden?hidden=1").Words;

        Assert.DoesNotContain("hidden", words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://c:4318", TelemetryOptions.Http, 0.5, true)]
    [InlineData("https://c/otlp", TelemetryOptions.Grpc, 0, true)]
    [InlineData(null, TelemetryOptions.Http, 1, true)]
    [InlineData("ftp://c", TelemetryOptions.Http, 1, false)]
    [InlineData("http://c?key=1", TelemetryOptions.Http, 1, false)]
    [InlineData("http://c", "http", 1, false)]
    [InlineData("http://c", TelemetryOptions.Http, 1.1, false)]
    [InlineData("http://c", TelemetryOptions.Http, double.NaN, false)]
    public void What_cannot_be_meant_is_refused(string? endpoint, string protocol, double share, bool isGood)
    {
        var result = new TelemetryOptionsValidator().Validate(
            null, new() { OtlpEndpoint = endpoint, OtlpProtocol = protocol, TracedShare = share });

        Assert.Equal(isGood, result.Succeeded);
    }

    private static ExportPlan Plan(string? endpoint, params string[] environment) => ExportPlan.Of(
        new() { OtlpEndpoint = endpoint },
        new ConfigurationBuilder().AddInMemoryCollection(environment.Select(one => one.Split('=', 2)).Select(
            pair => KeyValuePair.Create(pair[0], (string?)pair[1]))).Build());
}
