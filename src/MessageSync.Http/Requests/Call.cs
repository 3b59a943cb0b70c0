using MessageSync.Timelines;
using Microsoft.AspNetCore.Http.Features;

namespace MessageSync.Http;

/// <summary>
/// One call as an endpoint sees it: who calls, and the parts of the request. An endpoint reads what it needs, then asks
/// <see cref="Refused"/> once; syntax comes before rights.
/// </summary>
internal sealed class Call
{
    private readonly HttpContext _http;
    private readonly Faults _faults = new();
    private JsonMembers? _json;
    private bool _isForbidden;

    private Call(HttpContext http)
    {
        _http = http;
        Query = QueryValues.Parse(http.Request.QueryString.Value, _faults);
        if (RequestBytes.IsTooLarge(http.Request)) _faults.Add(HttpProblems.BodyTooLarge);
    }

    /// <summary>Who calls. Only behind <see cref="AuthenticationFilter"/>.</summary>
    public Caller Caller => _http.Features.GetRequiredFeature<SignedIn>().Caller;

    /// <summary>When the caller's token is no longer good. As <see cref="Caller"/>.</summary>
    public DateTimeOffset Ends => _http.Features.GetRequiredFeature<SignedIn>().Ends;

    /// <summary>The parameters after the question mark.</summary>
    public QueryValues Query { get; }

    /// <summary>Hears of what is wrong.</summary>
    public Faults Faults => _faults;

    /// <summary>The client hung up.</summary>
    public CancellationToken Aborted => _http.RequestAborted;

    /// <summary>Makes this type a parameter of endpoints.</summary>
    public static ValueTask<Call> BindAsync(HttpContext http) => ValueTask.FromResult(new Call(http));

    /// <summary>A header; null when it is absent or empty.</summary>
    public string? Header(string name)
    {
        var values = _http.Request.Headers[name];
        if (values.Count > 1) _faults.Invalid(name, $"Send '{name}' once.");
        return string.IsNullOrEmpty(values.ToString()) ? null : values.ToString();
    }

    /// <summary><c>{conversation}</c> of the path.</summary>
    public ConversationId Conversation() => new(PathId("conversation"));

    /// <summary><c>{user}</c> of the path.</summary>
    public UserId User() => new(PathId("user"));

    /// <summary><c>{device}</c> of the path.</summary>
    public DeviceId Device() => new(PathId("device"));

    /// <summary><c>{seq}</c> of the path.</summary>
    public SeqNo Seq()
    {
        if (QueryValues.IsNumber(PathText("seq"), 1, long.MaxValue, out var seq)) return new(seq);

        _faults.Invalid("seq", "Give 'seq' as a whole number from 1, in digits only.");
        return new(1);
    }

    /// <summary>The members of the body.</summary>
    public Task<JsonMembers> JsonAsync() => ReadJsonAsync(isOptional: false);

    /// <summary>The members of the body; an empty one has none and needs no content type.</summary>
    public Task<JsonMembers> OptionalJsonAsync() => ReadJsonAsync(isOptional: true);

    /// <summary>What is personal is not for a service that acts for itself.</summary>
    public Call ForUsers()
    {
        _isForbidden |= Caller.IsService;
        return this;
    }

    /// <summary>For a service that acts for itself.</summary>
    public Call ForServices()
    {
        _isForbidden |= !Caller.IsService;
        return this;
    }

    /// <summary>The refusal of what is malformed (what was not read is), then of what is forbidden; null: go on.</summary>
    public IResult? Refused()
    {
        Query.End();
        _json?.End();
        if (_faults.First is { } fault) return new ProblemResult(fault);
        return _isForbidden ? ProblemResult.Of(new Refusal.Forbidden()) : null;
    }

    private async Task<JsonMembers> ReadJsonAsync(bool isOptional) => _json = await MembersAsync(isOptional);

    private async Task<JsonMembers> MembersAsync(bool isOptional)
    {
        var isJson = RequestBytes.IsJson(_http.Request);
        if (!isJson && !isOptional) return Wrong(HttpProblems.UnsupportedMediaType);
        if (await RequestBytes.ReadAsync(_http.Request, Aborted) is not { } body)
            return Wrong(HttpProblems.BodyTooLarge);
        if (body.IsEmpty && isOptional) return JsonMembers.None(_faults);
        return isJson ? JsonMembers.Parse(body.Span, _faults) : Wrong(HttpProblems.UnsupportedMediaType);
    }

    private JsonMembers Wrong(Problem problem)
    {
        _faults.Add(problem);
        return JsonMembers.None(_faults);
    }

    private string PathId(string name)
    {
        if (PathText(name) is var text && IdText.IsId(text)) return text;

        _faults.InvalidId(name);
        return Ids.Placeholder;
    }

    private string PathText(string name) => (string?)_http.GetRouteValue(name) ?? "";
}
