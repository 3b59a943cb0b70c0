using MessageSync.ChatLogs;
using MessageSync.Silo.Import;

namespace MessageSync.Silo;

internal static partial class StartFailure
{
    private static partial string? OwnSentence(Exception failure) =>
        failure is ImportException or ChatLogException ? OneLine(failure.Message) : null;
}
