using System.Security.Cryptography;
using System.Text;

namespace MessageSync.Timelines;

/// <summary>Names direct conversations: by the unordered pair alone, so that both find the same one.</summary>
public static class DirectConversation
{
    /// <summary>What their ids begin with; no other id may.</summary>
    public const string Prefix = "direct:";

    /// <summary>The id for a pair; both may be the same user.</summary>
    public static ConversationId IdOf(UserId one, UserId other)
    {
        var (first, second) = one.CompareTo(other) <= 0 ? (one, other) : (other, one);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{first.Value} {second.Value}"));
        return new(Prefix + Convert.ToHexStringLower(hash.AsSpan(0, 16)));
    }
}
