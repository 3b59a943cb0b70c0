using Microsoft.Extensions.Options;

namespace MessageSync.Http;

/// <summary>Says what to set, by the name of the setting.</summary>
internal sealed class MessageSyncStreamOptionsValidator : IValidateOptions<MessageSyncStreamOptions>
{
    private const int BytesMin = 64 * 1024;
    private const int BytesMax = 64 * 1024 * 1024;

    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    public ValidateOptionsResult Validate(string? name, MessageSyncStreamOptions options)
    {
        var failures = new List<string>();
        Check(nameof(options.CommentTime), options.CommentTime, TimeSpan.FromMinutes(5));
        Check(nameof(options.StallTime), options.StallTime, TimeSpan.FromMinutes(10));
        if (options.BehindBytesMax is < BytesMin or > BytesMax)
            failures.Add($"{MessageSyncStreamOptions.Section}:BehindBytesMax must be from {BytesMin} to {BytesMax}.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check(string setting, TimeSpan value, TimeSpan most)
        {
            if (value < s_second || value > most)
                failures.Add($"{MessageSyncStreamOptions.Section}:{setting} must be from {s_second:c} to {most:c}.");
        }
    }
}
