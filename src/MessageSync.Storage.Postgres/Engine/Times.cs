namespace MessageSync.Storage.Postgres.Engine;

/// <summary>Times as they are stored: Unix milliseconds; what is finer is cut off.</summary>
internal static class Times
{
    /// <summary>As stored.</summary>
    public static long Of(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    /// <summary>As read.</summary>
    public static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
