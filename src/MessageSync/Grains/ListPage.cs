using System.Buffers.Text;
using System.Text.Json;

namespace MessageSync.Grains;

/// <summary>What a page token of a list says: how the list was begun and how far it is read.</summary>
/// <param name="Order">The order.</param>
/// <param name="Left">With those that the user left.</param>
/// <param name="LostAfter">Only what changed after this cursor; null for all.</param>
/// <param name="Began">When the first page was read; not before the newest message on it.</param>
/// <param name="Offset">How many are read.</param>
/// <param name="Last">The conversation that was read last; null on the first page.</param>
/// <param name="Kept">Names the kept order; 0 on the first page.</param>
internal sealed record ListPage(
    ListOrder Order, bool Left, string? LostAfter, DateTimeOffset Began, int Offset, string? Last, long Kept)
{
    public static ListPage First(ListQuery query, DateTimeOffset now) =>
        new(query.Order, query.Left, query.LostAfter, now, 0, null, 0);

    public static ListPage? TryParse(string text)
    {
        try
        {
            var page = JsonSerializer.Deserialize<ListPage>(Base64Url.DecodeFromChars(text));
            return page is { Offset: > 0, Last: not null } && Enum.IsDefined(page.Order) ? page : null;
        }
        catch (Exception garbage) when (garbage is FormatException or JsonException)
        {
            return null;
        }
    }

    public ListPage At(int offset, ConversationId last, ListOrders.Kept order) =>
        this with { Offset = offset, Last = last.Value, Kept = order.No };

    public string Text() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this));
}
