namespace MessageSync.Http;

/// <summary>Something that does not keep the process from serving, but that somebody should look at: <c>/healthz/ready</c> tells
/// it to whoever watches. Any number may be added to the services.</summary>
public interface IReadinessWarning
{
    /// <summary>What is wrong and what to do, in one sentence without secrets; null while all is well. Answers at once, from
    /// any thread.</summary>
    string? Sentence { get; }
}
