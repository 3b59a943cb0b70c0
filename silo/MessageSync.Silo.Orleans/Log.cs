namespace MessageSync.Silo.Orleans;

/// <summary>What a silo tells of its cluster: ids 5100 to 5199.</summary>
internal static partial class Log
{
    [LoggerMessage(5101, LogLevel.Error, "{Sentence}")]
    public static partial void Troubled(this ILogger logger, string sentence);

    [LoggerMessage(5102, LogLevel.Warning, "This is over: {Sentence}")]
    public static partial void WellAgain(this ILogger logger, string sentence);
}
