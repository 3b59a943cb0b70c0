using System.Net;

namespace MessageSync.Silo.Serving;

/// <summary>Where the server listens, and what mode follows from that.</summary>
internal static class ServerAddress
{
    /// <summary>Where it listens when nobody said anything.</summary>
    public const string Default = "http://127.0.0.1:5080";

    private static readonly string[] Names = ["urls", "http_ports", "https_ports", "Kestrel:Endpoints"];

    /// <summary>True when the configuration says where to listen.</summary>
    public static bool IsConfigured(IConfiguration configuration) =>
        Names.Any(name => configuration.GetSection(name).Exists());

    /// <summary>True when nobody but this machine can reach the server.</summary>
    /// <exception cref="FormatException">It says something that is no address.</exception>
    public static bool IsLoopback(IConfiguration configuration) => configuration["urls"] is { Length: > 0 } urls
        ? urls.Split(';', StringSplitOptions.RemoveEmptyEntries).All(IsLoopback)
        : !IsConfigured(configuration);

    /// <summary>The address as somebody on this machine would call it.</summary>
    public static string ToCall(string bound)
    {
        var address = BindingAddress.Parse(bound);
        return address.Host is "0.0.0.0" or "[::]" or "*" or "+" ? $"{address.Scheme}://127.0.0.1:{address.Port}" : bound;
    }

    private static bool IsLoopback(string url)
    {
        var address = BindingAddress.Parse(url.Trim());
        if (address.Port > IPEndPoint.MaxPort) throw new FormatException($"Invalid url: '{url}'");

        var host = address.Host;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || host.StartsWith("unix:/", StringComparison.Ordinal)
            || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));
    }
}
