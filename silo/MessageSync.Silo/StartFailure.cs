using System.Net.Sockets;
using MessageSync.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace MessageSync.Silo;

/// <summary>Why the program cannot do what it was started for, in one sentence for the person who started it.</summary>
internal static partial class StartFailure
{
    /// <summary>The sentence; null for a bug, whose stack trace is wanted.</summary>
    public static string? Sentence(Exception failure) => failure switch
    {
        OptionsValidationException options => OneLine(string.Join(" ", options.Failures)),
        // A setting of the wrong type.
        InvalidOperationException
        {
            Source: "Microsoft.Extensions.Configuration.Binder" or "Microsoft.Extensions.Logging.Configuration",
        } setting => OneLine(setting.Message),
        AggregateException all => all.InnerExceptions.Select(Sentence).FirstOrDefault(sentence => sentence is not null),
        IOException { InnerException: AddressInUseException } taken =>
            $"{OneLine(taken.Message)} Stop the other program, or choose another address with --urls.",
        SocketException socket => $"The server cannot listen on its address: {OneLine(socket.Message)}.",
        OperationCanceledException => "Stopped before the end.",
        StoreStartException or StoreUnavailableException or IOException or UnauthorizedAccessException
            or InvalidDataException or FormatException => OneLine(failure.Message),
        _ => OwnSentence(failure),
    };

    /// <summary>What only this program can meet.</summary>
    private static partial string? OwnSentence(Exception failure);

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();
}
