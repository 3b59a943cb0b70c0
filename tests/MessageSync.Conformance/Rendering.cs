using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using MessageSync.Inboxes;
using MessageSync.Timelines;

namespace MessageSync.Conformance;

/// <summary>What a store answered, as text: equal texts are equal answers, and a difference can be read.</summary>
public static class Rendering
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Renders an answer with all that is in it.</summary>
    public static string Of(object? answer) => answer switch
    {
        Timeline timeline => Json(timeline with { Members = ImmutableDictionary<UserId, Member>.Empty })
            + Json(timeline.Members.Values.OrderBy(member => member.User)),
        InboxFacts facts => Json(facts.Told.OrderBy(told => told.Key))
            + Json(facts.Merging.OrderBy(all => all.Key.ToString(), StringComparer.Ordinal)),
        _ => Json(answer),
    };

    /// <summary>Asserts that two answers are equal in all that is in them.</summary>
    public static void Same(object? expected, object? actual) => Assert.Equal(Of(expected), Of(actual));

    private static string Json(object? value) => JsonSerializer.Serialize(value, Options);
}
