using System.Globalization;
using MessageSync.Storage;

namespace MessageSync.Http;

/// <summary>Moves the silo's clock forward and keeps in the store how far.</summary>
internal sealed class DevelopmentClock(IStoreSettings settings, SiloClock clock) : IDisposable
{
    private const string Setting = "clock-advance-seconds";

    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <summary>Most that it may be ahead, all in all: 100 years.</summary>
    public static TimeSpan AdvanceMax { get; } = TimeSpan.FromDays(36_525);

    public async Task LoadAsync(CancellationToken ct)
    {
        if (await settings.ReadAsync(Setting, ct) is { } seconds)
            clock.Advanced = TimeSpan.FromSeconds(long.Parse(seconds, CultureInfo.InvariantCulture));
    }

    /// <returns>False when it would be more than <see cref="AdvanceMax"/> ahead: nothing was done.</returns>
    public async Task<bool> AdvanceAsync(TimeSpan advance, CancellationToken ct)
    {
        await _oneAtATime.WaitAsync(ct);
        try
        {
            var advanced = clock.Advanced + advance;
            if (advanced > AdvanceMax) return false;

            var seconds = (long)advanced.TotalSeconds;
            await settings.WriteAsync(Setting, seconds.ToString(CultureInfo.InvariantCulture), ct);
            clock.Advanced = advanced;
            return true;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();
}
