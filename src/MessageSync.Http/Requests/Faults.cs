namespace MessageSync.Http;

/// <summary>
/// What is wrong with one request: the first thing found counts. Readers go on after a fault with a harmless value, so
/// that an endpoint reads everything it needs in straight lines and asks once.
/// </summary>
internal sealed class Faults
{
    /// <summary>The <c>field</c> of a fault that is in no single member (<c>body</c> is a member of messages).</summary>
    public const string WholeRequest = "request";

    private Problem? _first;
    private Problem? _missing;

    /// <summary>The first fault; null as long as all is well. What is missing counts last: where a member has the wrong
    /// case, its own name is the one to tell.</summary>
    public Problem? First => _first ?? _missing;

    public void Add(Problem problem) => _first ??= problem;

    public void Missing(string field, string whatToDo) => _missing ??= HttpProblems.InvalidRequest(field, whatToDo);

    public void Invalid(string field, string whatToDo) => Add(HttpProblems.InvalidRequest(field, whatToDo));

    public void InvalidId(string field) => Add(RefusalProblems.Of(new Refusal.InvalidId(field)));
}
