using Microsoft.Extensions.Options;

namespace MessageSync.Client;

/// <summary>Which server, as whom, and on which device. What is wrong stops the host at its start.</summary>
public sealed class MessageSyncClientOptions
{
    /// <summary>The server: <c>http</c> or <c>https</c>, with a path where a proxy wants one. Required.</summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>Gives a token: at the first call and again each time the server has refused the last one.
    /// Required.</summary>
    public Func<CancellationToken, ValueTask<string>>? Token { get; set; }

    /// <summary>How calls are made.</summary>
    public MessageSyncApiOptions Api { get; set; } = new();

    /// <summary>Whose device this program is; null for a backend, which has no <see cref="DeviceSession"/>.</summary>
    public string? User { get; set; }

    /// <summary>Opens the device's store; the container disposes of it. Required with <see cref="User"/>.</summary>
    public Func<IServiceProvider, IDeviceStore>? Store { get; set; }

    /// <summary>How the device keeps in touch.</summary>
    public DeviceSessionOptions Session { get; set; } = new();
}

internal sealed class MessageSyncClientOptionsValidator : IValidateOptions<MessageSyncClientOptions>
{
    public ValidateOptionsResult Validate(string? name, MessageSyncClientOptions options)
    {
        var wrong = Wrong(options).ToList();
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static IEnumerable<string> Wrong(MessageSyncClientOptions options)
    {
        if (options.BaseAddress is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            yield return "Give BaseAddress: the server's address with http or https.";
        if (options.Token is null) yield return "Give Token: what asks for a token.";
        if (options.User is null != options.Store is null)
            yield return "Give User and Store both, for a device, or neither, for a backend.";
        if (Range(options.Api.Check) is { } api) yield return api;
        if (Range(options.Session.Check) is { } session) yield return session;
    }

    private static string? Range(Action check)
    {
        try
        {
            check();
            return null;
        }
        catch (ArgumentOutOfRangeException exception)
        {
            return exception.Message;
        }
    }
}
