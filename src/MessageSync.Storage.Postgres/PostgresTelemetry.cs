namespace MessageSync.Storage.Postgres;

/// <summary>Under which names the driver of PostgreSQL tells what it does.</summary>
public static class PostgresTelemetry
{
    /// <summary>The driver's meter: connections and commands.</summary>
    public const string DriverMeterName = "Npgsql";

    /// <summary>The driver's source of spans: one for each question to the server, without what is asked with.</summary>
    public const string DriverActivitySourceName = "Npgsql";
}
