using System.Text.Json;
using System.Text.Unicode;

namespace MessageSync.Http;

/// <summary>
/// The members of the one JSON object that a request is, read strictly: well-formed UTF-8 and nothing around it, no
/// member twice, none that nobody asked for, names in their case, values of the right type. Null is the same as absent.
/// </summary>
internal sealed class JsonMembers
{
    private static readonly JsonDocumentOptions s_strict = new()
    {
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
        MaxDepth = 16,
    };

    private readonly Dictionary<string, JsonElement> _unread = new(StringComparer.Ordinal);
    private readonly Faults _faults;

    private JsonMembers(Faults faults) => _faults = faults;

    /// <summary>No members at all: an empty body, where that is allowed.</summary>
    public static JsonMembers None(Faults faults) => new(faults);

    public static JsonMembers Parse(ReadOnlySpan<byte> utf8, Faults faults)
    {
        var members = new JsonMembers(faults);
        if (ParseObject(utf8) is not { } root)
            faults.Invalid(Faults.WholeRequest, "Send one complete JSON object in UTF-8, without comments.");
        else
            members.Take(root);
        return members;
    }

    /// <summary>A string; a fault if there is none.</summary>
    public string Text(string name, int lengthMin, int lengthMax)
    {
        if (OptionalText(name, lengthMin, lengthMax) is { } text) return text;

        _faults.Missing(name, $"Give '{name}', a string.");
        return "";
    }

    /// <summary>A string; null if there is none.</summary>
    public string? OptionalText(string name, int lengthMin, int lengthMax)
    {
        if (Take(name) is not { } element) return null;

        var text = StringOf(element);
        if (text is null)
            _faults.Invalid(name, $"Give '{name}' as a string, surrogates only in pairs.");
        else if (text.Length < lengthMin || text.Length > lengthMax)
            _faults.Invalid(name, $"Give '{name}' {lengthMin} to {lengthMax} characters.");
        return text ?? "";
    }

    /// <summary>One of a few words; null if there is none.</summary>
    public T? Word<T>(string name, IReadOnlyDictionary<string, T> words) where T : struct
    {
        if (Take(name) is not { } element) return null;
        if (StringOf(element) is { } text && words.TryGetValue(text, out var value)) return value;

        _faults.Invalid(name, $"Give '{name}' one of: {string.Join(", ", words.Keys)}.");
        return default(T);
    }

    /// <summary>True or false; null if there is none.</summary>
    public bool? Flag(string name)
    {
        if (Take(name) is not { } element) return null;

        if (element.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            _faults.Invalid(name, $"Give '{name}' as true or false.");
        return element.ValueKind == JsonValueKind.True;
    }

    /// <summary>A whole number in a range, without fraction or exponent; null if there is none.</summary>
    public long? Integer(string name, long min, long max)
    {
        if (Take(name) is not { } element) return null;
        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var number)
            && number >= min && number <= max) return number;

        _faults.Invalid(name, $"Give '{name}' as a whole number from {min} to {max}.");
        return min;
    }

    /// <summary>A whole number in a range; a fault if there is none.</summary>
    public long RequiredInteger(string name, long min, long max)
    {
        if (Integer(name, min, max) is { } number) return number;

        _faults.Missing(name, $"Give '{name}', a whole number.");
        return min;
    }

    /// <summary>A list of user ids, doubles removed; empty if there is none.</summary>
    public IReadOnlyList<UserId> Users(string name, int countMax)
    {
        if (Take(name) is not { } element) return [];
        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() > countMax)
        {
            _faults.Invalid(name, $"Give '{name}' as an array of at most {countMax} user ids.");
            return [];
        }

        var users = new List<UserId>(element.GetArrayLength());
        foreach (var item in element.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String) _faults.Invalid(name, $"Give '{name}' user ids as strings.");
            else if (StringOf(item) is { } text && IdText.IsId(text)) users.Add(new(text));
            else _faults.InvalidId(name);
        }
        return [.. users.Distinct()];
    }

    /// <summary>A string that must be an id; a fault if it is none or absent.</summary>
    public string Id(string name)
    {
        if (OptionalId(name) is { } id) return id;

        _faults.Missing(name, $"Give '{name}', an id.");
        return Ids.Placeholder;
    }

    /// <summary>A string that must be an id; null if there is none.</summary>
    public string? OptionalId(string name)
    {
        if (Take(name) is not { } element) return null;

        if (element.ValueKind != JsonValueKind.String) _faults.Invalid(name, $"Give '{name}' as a string.");
        else if (StringOf(element) is { } text && IdText.IsId(text)) return text;
        else _faults.InvalidId(name);
        return Ids.Placeholder;
    }

    /// <summary>What nobody asked for is a fault.</summary>
    public void End()
    {
        foreach (var name in _unread.Keys) _faults.Invalid(name, $"Leave '{name}' out: there is no such member here.");
    }

    private static JsonElement? ParseObject(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8)) return null;

        try
        {
            var root = JsonElement.Parse(utf8, s_strict);
            return root.ValueKind == JsonValueKind.Object ? root : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? StringOf(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;                                             // an escaped surrogate without its other half
        }
    }

    private static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private void Take(JsonElement root)
    {
        foreach (var property in root.EnumerateObject())
        {
            if (NameOf(property) is not { } name)
                _faults.Invalid(Faults.WholeRequest, "Name members without lone surrogates.");
            else if (!_unread.TryAdd(name, property.Value))
                _faults.Invalid(name, $"Give '{name}' once.");
        }
    }

    private JsonElement? Take(string name) =>
        _unread.Remove(name, out var element) && element.ValueKind != JsonValueKind.Null ? element : null;
}
