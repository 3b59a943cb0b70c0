using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace MessageSync.Http;

/// <summary>A present member.</summary>
/// <param name="User">Who.</param>
/// <param name="Role">member or owner.</param>
/// <param name="JoinedAt">Since when.</param>
/// <param name="ReadUpTo">Their read position; only where receipts are on (at most 32 members).</param>
internal sealed record MemberShape(
    string User,
    [property: AllowedValues("member", "owner")] string Role,
    DateTimeOffset JoinedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? ReadUpTo);

/// <summary>A page of members.</summary>
/// <param name="Members">By id.</param>
/// <param name="NextAfter">Give it as after to go on; null on the last page.</param>
internal sealed record MembersPageShape(IReadOnlyList<MemberShape> Members, string? NextAfter)
{
    public static MembersPageShape Of(MembersPage page) => new(
        [.. page.Members.Select(member => new MemberShape(
            member.User.Value, member.Role.Word(), member.JoinedAt, member.ReadUpTo?.Value))],
        page.NextAfter?.Value);
}
