using System.Net.Sockets;
using System.Text.Json;

namespace MessageSync.Silo.Tests.Processes.Crashes;

/// <summary>The silo on one folder of data, life after life. Whoever calls while it dies goes on in its next
/// life.</summary>
internal sealed class Lives(string data) : IAsyncDisposable
{
    /// <summary>How long devices wait where there is nothing.</summary>
    public const int WaitMilliseconds = 20_000;

    private const string TokenPath = "/v1/dev/token";
    private static readonly string[] s_settings = ["--MessageSync:InboxEntriesMax=100000"];

    // Those that are over are kept to the end: calls may still be failing in them.
    private readonly List<SiloProcess> _silos = [];
    private volatile Life _current = new();
    private int _lost;

    /// <summary>The present life, or the one to come.</summary>
    public Life Current => _current;

    /// <summary>Writes that got no answer.</summary>
    public int Lost => Volatile.Read(ref _lost);

    /// <summary>Starts the silo; devices go on at once, senders when it is opened to them.</summary>
    public async Task StartAsync()
    {
        _silos.Add(await SiloProcess.ServeAsync(data, s_settings));
        _current.Listens(_silos[^1]);
    }

    /// <summary>Starts the silo and kills it on its way, after so many changes of its files.</summary>
    public async Task KillWhileStartingAsync(int changes)
    {
        using var files = new FileSystemWatcher(data)
        {
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.Size | NotifyFilters.LastWrite,
        };
        var (seen, enough) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        FileSystemEventHandler count = (_, _) =>
        {
            if (Interlocked.Increment(ref seen) >= changes) enough.TrySetResult();
        };
        files.Created += count;
        files.Changed += count;
        files.EnableRaisingEvents = true;
        if (changes == 0) enough.SetResult();

        await using var silo = SiloProcess.Begin(data, s_settings);
        await Task.WhenAny(enough.Task, silo.ListeningAsync());
        await silo.KillAsync();
    }

    /// <summary>Ends the present life.</summary>
    /// <param name="warned">True to tell the silo to stop at first.</param>
    public async Task KillAsync(bool warned)
    {
        if (warned) _silos[^1].Terminate();
        await _silos[^1].KillAsync();
        _current = _current.End();
    }

    /// <summary>Ends everything.</summary>
    /// <returns>What the last life logged.</returns>
    public async Task<string> EndAsync()
    {
        await _silos[^1].KillAsync();
        return await _silos[^1].ErrorsAsync();
    }

    /// <summary>A token, valid in all lives.</summary>
    public async Task<string> TokenAsync(string user, string device)
    {
        var (_, reply) = await CallAsync("none", TokenPath, JsonSerializer.Serialize(new { user, device }));
        return reply.GetProperty("token").GetString()!;
    }

    /// <summary>Calls until there is an answer, in as many lives as it takes.</summary>
    /// <param name="token">Whose call.</param>
    /// <param name="path">From the root.</param>
    /// <param name="json">What to post; null to get.</param>
    /// <param name="begins">Called at each attempt.</param>
    /// <exception cref="InvalidOperationException">The silo refused; nothing here is to be refused.</exception>
    public async Task<(int Status, JsonElement Json)> CallAsync(
        string token, string path, string? json = null, Action? begins = null)
    {
        var isWrite = json is not null && path != TokenPath;
        for (var life = _current; ; life = await life.Next)
        {
            // A life may end before it opens to senders.
            var ready = isWrite ? life.Open : life.Listening;
            if (await Task.WhenAny(ready, life.Next) != ready) continue;

            begins?.Invoke();
            try
            {
                using var request = Request(token, path, json);
                using var response = await (await ready).Http.SendAsync(request);
                var text = await response.Content.ReadAsStringAsync();
                if (response.IsSuccessStatusCode) return ((int)response.StatusCode, JsonElement.Parse(text));

                throw new InvalidOperationException($"{path} {json} was refused: {text}");
            }
            catch (Exception lost) when (
                lost is HttpRequestException or IOException or ObjectDisposedException or SocketException)
            {
                // HttpClient lets a bare SocketException through where the peer dies between connect and use.
                // Nobody knows whether it was stored.
                if (isWrite) Interlocked.Increment(ref _lost);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos) await silo.DisposeAsync();
    }

    private static HttpRequestMessage Request(string token, string path, string? json)
    {
        var request = new HttpRequestMessage(json is null ? HttpMethod.Get : HttpMethod.Post, path);
        request.Headers.Authorization = new("Bearer", token);
        if (json is not null) request.Content = new StringContent(json, null, "application/json");
        return request;
    }
}
