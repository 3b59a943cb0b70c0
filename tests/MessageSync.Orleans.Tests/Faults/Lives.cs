using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using MessageSync.Orleans.Tests.Faults;
using MessageSync.Orleans.Tests.Support;

namespace MessageSync.Silo.Tests.Processes.Crashes;

/// <summary>The silos of a cluster as those who call see them: one after the other is called, and another one where one
/// does not answer. For people and checks that were written for one silo.</summary>
internal sealed class Lives : IDisposable
{
    /// <summary>How long devices wait where there is nothing.</summary>
    public const int WaitMilliseconds = 3000;

    private const string TokenPath = "/v1/dev/token";

    /// <summary>Above the longest wait.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(8);

    private readonly Pace _pace = new();
    private readonly CancellationTokenSource _over = new();
    private volatile Served[] _serving = [];
    private int _turn;
    private int _repeated;
    private int _most;
    private int _broken;
    private volatile bool _gaveUpStreams;

    /// <summary>When conversations accept sends again.</summary>
    public Healing Healing { get; } = new();

    /// <summary>Writes that had to be repeated.</summary>
    public int Repeated => Volatile.Read(ref _repeated);

    /// <summary>How often the unluckiest one was tried.</summary>
    public int MostAttempts => Volatile.Read(ref _most);

    /// <summary>Sends that failed at silos that are still called.</summary>
    public int FailedSends => _serving.Sum(one => one.Failures);

    /// <summary>Streams whose connection broke, instead of being ended in order.</summary>
    public int BrokenStreams => Volatile.Read(ref _broken);

    /// <summary>Somebody asked for a stream and went before there was an answer.</summary>
    public bool GaveUpStreams => _gaveUpStreams;

    /// <summary>From now on the silo is called.</summary>
    public void Join(SiloProcess silo) => _serving = [.. _serving, new(silo)];

    /// <summary>The silo is called no more, and its streams are given up.</summary>
    public void Leave(SiloProcess silo)
    {
        var gone = _serving.Where(one => one.Silo == silo).ToList();
        _serving = [.. _serving.Except(gone)];
        foreach (var one in gone) one.Left.Cancel();
    }

    /// <summary>A token, valid in all silos.</summary>
    public async Task<string> TokenAsync(string user, string device)
    {
        var (_, reply) = await CallAsync("none", TokenPath, JsonSerializer.Serialize(new { user, device }));
        return reply.GetProperty("token").GetString()!;
    }

    /// <summary>Calls until there is an answer, through as many silos as it takes.</summary>
    /// <param name="token">Whose call.</param>
    /// <param name="path">From the root.</param>
    /// <param name="json">What to post; null to get.</param>
    /// <param name="begins">Called at each attempt.</param>
    /// <exception cref="InvalidOperationException">A silo refused; nothing here is to be refused.</exception>
    /// <exception cref="OperationCanceledException">All is over.</exception>
    public async Task<(int Status, JsonElement Json)> CallAsync(
        string token, string path, string? json = null, Action? begins = null)
    {
        var isSend = path.EndsWith("/messages", StringComparison.Ordinal) && json is not null;
        var turn = Interlocked.Increment(ref _turn);
        for (var attempt = 1; ; attempt++)
        {
            if (isSend || attempt > 2) await _pace.NextAsync(_over.Token);
            if (attempt == 2 && isSend) Interlocked.Increment(ref _repeated);
            if (isSend) Raise(ref _most, attempt);
            begins?.Invoke();
            var began = Stopwatch.GetTimestamp();
            // The next one, where the last one failed.
            var served = _serving;
            var one = served[unchecked((uint)(turn + attempt)) % served.Length];
            if (await TryAsync(one.Silo, token, path, json) is not var (status, reply))
            {
                if (isSend) one.Failed();
                continue;
            }

            if (isSend) Healing.Accepted(path.Split('/')[3], began);
            return (status, reply);
        }
    }

    /// <summary>Opens a stream and hands on its events until it ends, however that is.</summary>
    public async Task StreamAsync(string token, string? cursor, Func<string, JsonElement, bool> take)
    {
        var served = _serving;
        if (served.Length == 0) return;
        var one = served[unchecked((uint)Interlocked.Increment(ref _turn)) % served.Length];
        await _pace.NextAsync(_over.Token);
        using var given = CancellationTokenSource.CreateLinkedTokenSource(_over.Token, one.Left.Token);
        using var request = Request(token, "/v1/inbox/stream", null);
        if (cursor is not null) request.Headers.Add("Last-Event-ID", cursor);
        var isOpen = false;
        try
        {
            using var response = await one.Silo.Http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, given.Token);
            if (!response.IsSuccessStatusCode) return;
            isOpen = true;
            using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(given.Token));
            var name = "";
            while (await lines.ReadLineAsync(given.Token) is { } line)
            {
                if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line["event: ".Length..];
                if (!line.StartsWith("data: ", StringComparison.Ordinal)) continue;
                if (!take(name, JsonElement.Parse(line["data: ".Length..]))) return;
            }
        }
        catch (Exception lost) when (IsLost(lost) && !_over.IsCancellationRequested)
        {
            if (isOpen && !one.Left.IsCancellationRequested) Interlocked.Increment(ref _broken);
            if (!isOpen) _gaveUpStreams = true;
        }
    }

    /// <summary>Calls one silo once.</summary>
    /// <returns>Null where it did not answer or could not do it now.</returns>
    public async Task<(int Status, JsonElement Json)?> TryAsync(SiloProcess silo, string token, string path, string? json)
    {
        using var given = CancellationTokenSource.CreateLinkedTokenSource(_over.Token);
        given.CancelAfter(s_patience);
        try
        {
            using var request = Request(token, path, json);
            using var response = await silo.Http.SendAsync(request, given.Token);
            var text = await response.Content.ReadAsStringAsync(given.Token);
            if (response.IsSuccessStatusCode) return ((int)response.StatusCode, JsonElement.Parse(text));
            if ((int)response.StatusCode == 503) return null;

            throw new InvalidOperationException($"{path} {json} was refused: {(int)response.StatusCode} {text}");
        }
        catch (Exception lost) when (IsLost(lost) && !_over.IsCancellationRequested)
        {
            // Nobody knows whether it was stored.
            return null;
        }
    }

    public void Dispose()
    {
        _over.Cancel();
        _pace.Dispose();
    }

    private static bool IsLost(Exception failure) => failure is
        HttpRequestException or IOException or ObjectDisposedException or SocketException or OperationCanceledException;

    private static void Raise(ref int most, int value)
    {
        for (var known = Volatile.Read(ref most); known < value; known = Volatile.Read(ref most))
            Interlocked.CompareExchange(ref most, value, known);
    }

    private static HttpRequestMessage Request(string token, string path, string? json)
    {
        var request = new HttpRequestMessage(json is null ? HttpMethod.Get : HttpMethod.Post, path);
        request.Headers.Authorization = new("Bearer", token);
        if (json is not null) request.Content = new StringContent(json, null, "application/json");
        return request;
    }

    private sealed class Served(SiloProcess silo)
    {
        private int _failures;

        public SiloProcess Silo => silo;

        public CancellationTokenSource Left { get; } = new();

        /// <summary>Sends that it did not answer, or could not store.</summary>
        public int Failures => Volatile.Read(ref _failures);

        public void Failed() => Interlocked.Increment(ref _failures);
    }
}
