using MessageSync.Http;

namespace MessageSync.Silo.Orleans.Cluster;

/// <summary>Looks after something now and then that this silo can serve without for a while: tells the log once that it is
/// wrong and once that it is well again, and <c>/healthz/ready</c> meanwhile.</summary>
internal abstract class Watch(TimeProvider clock, ILogger logger) : BackgroundService, IReadinessWarning
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(5);

    private volatile string? _sentence;

    /// <inheritdoc/>
    public string? Sentence => _sentence;

    /// <summary>How long one look may take.</summary>
    protected static TimeSpan Patience { get; } = TimeSpan.FromSeconds(4);

    /// <summary>Looks once.</summary>
    /// <returns>What is wrong, in one sentence; null for nothing.</returns>
    protected abstract Task<string?> LookAsync(CancellationToken ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken)) Tell(await LookAsync(stoppingToken));
    }

    private void Tell(string? sentence)
    {
        var before = _sentence;
        _sentence = sentence;
        if (sentence is not null && before is null) logger.Troubled(sentence);
        if (sentence is null && before is not null) logger.WellAgain(before);
    }
}
