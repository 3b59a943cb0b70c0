using MessageSync.Storage;

namespace MessageSync.FrontEnd;

/// <summary>What came of a call, as instruments and spans say it.</summary>
internal static class Outcomes
{
    /// <summary>A message has its place.</summary>
    public const string Accepted = "accepted";

    /// <summary>It had it before.</summary>
    public const string Repeated = "repeated";

    /// <summary>There is a page.</summary>
    public const string Shown = "shown";

    /// <summary>There is a page, and the device follows the procedure.</summary>
    public const string Reset = "reset";

    /// <summary>Nothing was done, for a reason that the caller is told.</summary>
    public const string Refused = "refused";

    /// <summary>The store, or something here, failed.</summary>
    public const string Failed = "failed";

    /// <summary>The caller went away.</summary>
    public const string Abandoned = "abandoned";

    /// <summary>What an exception means.</summary>
    /// <returns>The outcome, and of which kind the error is.</returns>
    public static (string Outcome, string Error) Of(Exception failure) => failure switch
    {
        OperationCanceledException => (Abandoned, "cancelled"),
        StoreUnavailableException => (Failed, "store-unavailable"),
        StoreOverloadedException => (Refused, "overloaded"),
        _ => (Failed, "internal"),
    };
}
