using MessageSync.Silo.Export;
using MessageSync.Storage.Postgres;
using MessageSync.Storage.Sqlite;

namespace MessageSync.Silo;

/// <summary>What the command line says to every command.</summary>
/// <param name="Storage"><c>sqlite</c> or <c>postgres</c>; null for the configured one.</param>
/// <param name="Data">The folder of the data; null for the configured one.</param>
/// <param name="Connection">Where PostgreSQL is; null for the configured one.</param>
/// <param name="Urls">The addresses; null for the configured ones.</param>
/// <param name="Environment">Development or Production; null for the configured one.</param>
/// <param name="Settings">Further settings: <c>--Section:Name=value</c>, or as two arguments.</param>
internal sealed record SiloArguments(
    string? Storage, string? Data, string? Connection, string? Urls, string? Environment, IReadOnlyList<string> Settings)
{
    private const string DataSetting = $"{SqliteStoreOptions.Section}:{nameof(SqliteStoreOptions.DataFolder)}";
    private const string ConnectionSetting = $"{PostgresStoreOptions.Section}:{nameof(PostgresStoreOptions.ConnectionString)}";

    private const string OtlpSetting = $"{TelemetryOptions.Section}:{nameof(TelemetryOptions.OtlpEndpoint)}";

    /// <summary>Where metrics and traces go; null for the configured place.</summary>
    public string? Otlp { get; init; }

    /// <summary>The same in the form that configuration reads; what is named as an option of its own wins.</summary>
    public string[] ToConfiguration() =>
    [
        .. Settings,
        .. Storage is null ? Array.Empty<string>() : [$"--{SiloStorage.Setting}={Storage}"],
        .. Connection is null ? Array.Empty<string>() : [$"--{ConnectionSetting}={Connection}"],
        .. Data is null ? Array.Empty<string>() : [$"--{DataSetting}={Path.GetFullPath(Data)}"],
        .. Otlp is null ? Array.Empty<string>() : [$"--{OtlpSetting}={Otlp}"],
        .. Urls is null ? Array.Empty<string>() : [$"--urls={Urls}"],
    ];

    /// <summary>The first of the arguments that is no setting; null when all are.</summary>
    public static string? FirstUnknown(IReadOnlyList<string> settings)
    {
        for (var i = 0; i < settings.Count; i++)
        {
            var equals = settings[i].IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? settings[i] : settings[i][..equals];
            var isSetting = name.StartsWith("--", StringComparison.Ordinal) && name.Contains(':', StringComparison.Ordinal);
            if (!isSetting || (equals < 0 && ++i == settings.Count)) return name;
        }
        return null;
    }
}
