using Microsoft.Extensions.Options;

namespace MessageSync.Silo.Export;

/// <summary>Says what to set, by the name of the setting.</summary>
internal sealed class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>
{
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options)
    {
        var failures = new List<string>();
        if (options.OtlpEndpoint is { Length: > 0 } endpoint && !IsCollector(endpoint))
        {
            // It is not shown: what is wrong with it may be a password.
            failures.Add(
                $"{TelemetryOptions.Section}:{nameof(options.OtlpEndpoint)} must look like http://collector:4318, without "
                + "user, password and query; what a collector asks for goes into OTEL_EXPORTER_OTLP_HEADERS.");
        }
        if (options.OtlpProtocol is not (TelemetryOptions.Http or TelemetryOptions.Grpc))
        {
            failures.Add(
                $"{TelemetryOptions.Section}:{nameof(options.OtlpProtocol)} must be {TelemetryOptions.Http} or "
                + $"{TelemetryOptions.Grpc}.");
        }
        if (options.TracedShare is not (>= 0 and <= 1))
            failures.Add($"{TelemetryOptions.Section}:{nameof(options.TracedShare)} must be from 0 to 1.");
        if (options.FlushTimeout < TimeSpan.Zero || options.FlushTimeout > TelemetryOptions.FlushTimeoutMost)
        {
            failures.Add(
                $"{TelemetryOptions.Section}:{nameof(options.FlushTimeout)} must be from 00:00:00 to "
                + $"{TelemetryOptions.FlushTimeoutMost}.");
        }
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsCollector(string endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0;
}
