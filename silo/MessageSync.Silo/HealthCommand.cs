using System.Net.Sockets;
using MessageSync.Silo.Serving;

namespace MessageSync.Silo;

/// <summary>The command <c>health</c>: asks a running server whether it can serve, for places where there is no curl.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks, and tells the answer.</summary>
    /// <param name="urls">As the server got them; null for its default. The first is asked, from this machine.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>The exit code: 0 when it is ready.</returns>
    public static async Task<int> RunAsync(string? urls, CancellationToken ct)
    {
        var address = new Uri(ServerAddress.ToCall((urls ?? ServerAddress.Default).Split(';')[0]));
        using var client = new HttpClient { BaseAddress = address, Timeout = s_patience };
        try
        {
            using var response = await client.GetAsync(new Uri("/healthz/ready", UriKind.Relative), ct);
            Console.WriteLine(response.IsSuccessStatusCode ? "ready" : $"not ready: {(int)response.StatusCode}");
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception failure) when (failure is HttpRequestException or SocketException or TaskCanceledException)
        {
            Console.WriteLine($"no answer from {address}");
            return 1;
        }
    }
}
