using System.Text.Json.Serialization;

namespace MessageSync.Client;

/// <summary>The bodies of requests: camelCase, what is null left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CreateBody))]
[JsonSerializable(typeof(TitleBody))]
[JsonSerializable(typeof(MembersBody))]
[JsonSerializable(typeof(RoleBody))]
[JsonSerializable(typeof(SendBody))]
[JsonSerializable(typeof(EditBody))]
[JsonSerializable(typeof(HideBody))]
[JsonSerializable(typeof(ReadBody))]
[JsonSerializable(typeof(AckBody))]
[JsonSerializable(typeof(SignalBody))]
[JsonSerializable(typeof(NotifyBody))]
[JsonSerializable(typeof(TokenBody))]
internal sealed partial class RequestJson : JsonSerializerContext;

internal sealed record CreateBody(
    string Kind, string? Id = null, string? Title = null, IReadOnlyList<string>? Members = null, string? History = null,
    string? With = null);

internal sealed record TitleBody(string Title);

internal sealed record MembersBody(IReadOnlyList<string>? Add, IReadOnlyList<string>? Remove);

internal sealed record RoleBody(string? Role);

internal sealed record SendBody(string SendKey, string Body, string? ContentType, string? Encoding);

internal sealed record EditBody(string Body, string? ContentType, string? Encoding, int Version);

internal sealed record HideBody(long From, long To, bool Unlist);

internal sealed record ReadBody(long UpTo, bool Unread);

internal sealed record AckBody(string Cursor);

internal sealed record SignalBody(string Name, string? Body);

internal sealed record NotifyBody(string SendKey, string Name, string Body);

internal sealed record TokenBody(string User, string? Device, bool Service, long? ExpiresInSeconds);
