using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MessageSync.Client;

/// <summary>
/// A <see cref="Device"/> that keeps itself up to date over HTTP: by a stream, by long poll where streams do not get
/// through, and after any absence. Screens read it and act on it at any time, running or not; what is done without a
/// network waits in the outbox of the store. Thread-safe.
/// </summary>
/// <remarks>
/// Methods work on the store before they return, on the caller's thread where nobody else is at it; they never wait for
/// the network.
/// </remarks>
public sealed partial class DeviceSession : IDisposable
{
    private readonly ChangeFeed _feed = new();
    private readonly Lock _gate = new();
    private readonly SharedDevice _device;
    private readonly RequestLoop _requests;
    private readonly StreamLoop _streams;
    private readonly DeviceSessionOptions _options;
    private readonly ILogger _logger;
    private readonly string _user;
    private bool _isRunning;
    private bool _isStreaming;

    /// <summary>A session that does not run yet.</summary>
    /// <param name="user">Whose device it is.</param>
    /// <param name="store">The device's own; no other session uses it. Not disposed of.</param>
    /// <param name="api">With tokens of this user that name the device.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="clock">Null for the system's.</param>
    /// <param name="logger">Null for none.</param>
    /// <exception cref="ArgumentException">The store is another user's.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public DeviceSession(
        string user, IDeviceStore store, MessageSyncApi api, DeviceSessionOptions? options = null,
        TimeProvider? clock = null, ILogger<DeviceSession>? logger = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(api);
        (_user, _logger) = (user, logger ?? NullLogger<DeviceSession>.Instance);
        _options = options ?? new();
        _options.Check();
        _options = _options with
        {
            Device = _options.Device with { Jitter = _options.Device.Jitter ?? Random.Shared.NextDouble },
        };
        clock ??= TimeProvider.System;
        _device = new(user, new ObservedStore(store, _feed), _options.Device);
        _requests = new(_device, new(api, _logger), _options.Device, clock, _logger, Answered);
        _streams = new(api, _device, _requests, _feed, _options, clock, _logger, Streams);
    }

    /// <summary>How the device stands to its server.</summary>
    public DeviceConnection State { get; private set; }

    /// <summary>
    /// Keeps the device up to date until it is cancelled, or until another program takes its stream over: then
    /// <see cref="State"/> is <see cref="DeviceConnection.Superseded"/>. No failure of network, server or store ends
    /// it. It may be run again.
    /// </summary>
    /// <param name="ct">Ends it; what is under way is given up and asked again in the next run.</param>
    /// <exception cref="InvalidOperationException">It runs already.</exception>
    public async Task RunAsync(CancellationToken ct = default)
    {
        if (Interlocked.Exchange(ref _isRunning, true)) throw new InvalidOperationException("It runs already.");

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Become(DeviceConnection.Connecting);
        var end = DeviceConnection.Stopped;
        var streams = Task.CompletedTask;
        var requests = Task.CompletedTask;
        try
        {
            await _requests.NewsAsync(Begin, stop.Token).ConfigureAwait(false);
            requests = _requests.RunAsync(stop.Token);
            streams = _options.UseStreams ? _streams.RunAsync(stop.Token) : requests;
            await (await Task.WhenAny(requests, streams).ConfigureAwait(false)).ConfigureAwait(false);
            end = DeviceConnection.Superseded;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // That is how it ends.
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(requests, streams).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _isStreaming = false;
            Become(end);
            Interlocked.Exchange(ref _isRunning, false);
        }
    }

    /// <summary>
    /// What changes from now on, beginning with <see cref="DeviceChange.Everything"/>, so that a screen draws itself
    /// first. Any number of readers.
    /// </summary>
    /// <param name="ct">Ends the enumeration.</param>
    public IAsyncEnumerable<DeviceChange> ChangesAsync(CancellationToken ct = default) => _feed.ReadAsync(ct);

    /// <summary>The network is back or another, or a push notification came: everything is tried at once.</summary>
    /// <param name="ct">Ends the wait for the store.</param>
    public async Task ReconnectAsync(CancellationToken ct = default)
    {
        await _requests.NewsAsync(one => one.EndPauses(), ct).ConfigureAwait(false);
        _streams.Wake();
    }

    /// <summary>Lets go of what it holds, once it does not run any more. Store and API are the caller's.</summary>
    public void Dispose()
    {
        _streams.Dispose();
        _requests.Dispose();
        _device.Dispose();
    }

    private void Begin(Device device)
    {
        device.EndPauses();
        device.Wait = _options.UseStreams ? TimeSpan.Zero : _options.Device.Wait;
    }

    private void Answered(bool came)
    {
        lock (_gate)
            if (!_isStreaming) Become(came ? DeviceConnection.Polling : DeviceConnection.Unreachable);
    }

    private void Streams(bool isLive)
    {
        lock (_gate)
        {
            if (isLive) Become(DeviceConnection.Streaming);
            else if (_isStreaming) Become(DeviceConnection.Connecting);
            _isStreaming = isLive;
        }
    }

    private void Become(DeviceConnection state)
    {
        lock (_gate)
        {
            if (State == state) return;

            State = state;
            _logger.IsNow(_user, state);
            _feed.Tell(new DeviceChange.OfConnection(state));
        }
    }
}
