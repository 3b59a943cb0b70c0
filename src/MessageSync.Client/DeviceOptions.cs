namespace MessageSync.Client;

/// <summary>How a device asks. The defaults suit a phone.</summary>
public sealed record DeviceOptions
{
    /// <summary>Most entries of one sync. Default 100, 1 to 1000.</summary>
    public int SyncLimit { get; init; } = 100;

    /// <summary>Most conversations of one list page. Default 100, 1 to 200.</summary>
    public int ListLimit { get; init; } = 100;

    /// <summary>Most messages of one roaming page. Default 50, 1 to 200.</summary>
    public int RoamLimit { get; init; } = 50;

    /// <summary>Most messages of one page of mutations. Default 100, 1 to 200.</summary>
    public int MutationsLimit { get; init; } = 100;

    /// <summary>Most members of one page. Default 1000, 1 to 1000.</summary>
    public int MembersLimit { get; init; } = 1000;

    /// <summary>
    /// How long the server may hold a sync when there is nothing new. Default 30 s, 0 to 60 s. Zero: a device that is
    /// up
    /// to date asks nothing until <see cref="Device.News"/> (for drivers that have a stream or a hint).
    /// </summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The least time between two acks that are requests of their own, so that many pushed entries cost few; the newest
    /// is acked in the end. A sync carries an ack at any time. Default 1 s, 0 to 1 h.
    /// </summary>
    public TimeSpan AckPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The pause after a first failure; doubled by each further one. Default 1 s.</summary>
    public TimeSpan RetryFirst { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause, unless the server asks for a longer one. Default 60 s.</summary>
    public TimeSpan RetryMax { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Draws from 0 up to 1: so that devices that failed together do not come back together, a pause is
    /// shortened by up to a half, and one that the server asks for is lengthened. Default null: pauses are as they
    /// are.</summary>
    public Func<double>? Jitter { get; init; }

    internal void Check()
    {
        In(SyncLimit, 1, 1000, nameof(SyncLimit));
        In(ListLimit, 1, 200, nameof(ListLimit));
        In(RoamLimit, 1, 200, nameof(RoamLimit));
        In(MutationsLimit, 1, 200, nameof(MutationsLimit));
        In(MembersLimit, 1, 1000, nameof(MembersLimit));
        CheckWait(Wait);
        In(AckPause.TotalSeconds, 0, 3600, nameof(AckPause));
        In(RetryFirst.TotalSeconds, 0.001, 3600, nameof(RetryFirst));
        In(RetryMax.TotalSeconds, RetryFirst.TotalSeconds, 86_400, nameof(RetryMax));
    }

    internal static void CheckWait(TimeSpan wait) => In(wait.TotalSeconds, 0, 60, nameof(Wait));

    private static void In(double value, double least, double most, string name)
    {
        if (value < least || value > most) throw new ArgumentOutOfRangeException(name, value, $"{least} to {most}.");
    }
}
