namespace MessageSync;

/// <summary>The bounds of the wire that are no options: what a request may hold.</summary>
public static class Limits
{
    /// <summary>Most bytes of a message's body: 64 KiB of UTF-8, or of bytes.</summary>
    public const int BodyBytesMax = 64 * 1024;

    /// <summary>Most UTF-16 code units of a content type.</summary>
    public const int ContentTypeLengthMax = 100;

    /// <summary>Most UTF-16 code units of a title.</summary>
    public const int TitleLengthMax = 200;

    /// <summary>Most users named in one create or bulk change.</summary>
    public const int MembersPerCallMax = 1000;

    /// <summary>Most messages of one roaming page, and most of <c>seqs</c>.</summary>
    public const int RoamingPageMax = 200;

    /// <summary>Most conversations of one page of the list.</summary>
    public const int ListPageMax = 200;

    /// <summary>Most entries of one sync page.</summary>
    public const int SyncPageMax = 1000;

    /// <summary>Most members of one page of members.</summary>
    public const int MembersPageMax = 1000;

    /// <summary>Bodies of one page together; a page ends early there, with at least one entry.</summary>
    public const int PageBytesMax = 1024 * 1024;

    /// <summary>Most changes that a <c>member</c> entry lists.</summary>
    public const int MemberChangesMax = 50;

    /// <summary>Most bytes of a notification's body.</summary>
    public const int NotificationBytesMax = 4 * 1024;

    /// <summary>Most UTF-16 code units of a notification's name.</summary>
    public const int NotificationNameLengthMax = 100;

    /// <summary>Most UTF-16 code units of a signal's name.</summary>
    public const int SignalNameLengthMax = 100;

    /// <summary>Most bytes of a signal's body, as UTF-8.</summary>
    public const int SignalBytesMax = 1024;

    /// <summary>A conversation with more members is a large group: its members learn of changes by <c>advanced</c>.</summary>
    public const int SmallGroupMembersMax = 500;

    /// <summary>A conversation with more members shows no read marks of others.</summary>
    public const int ReceiptMembersMax = 32;

    /// <summary>Most readers that a <c>read</c> entry lists: with members coming and going there may have been more.</summary>
    public const int ReadersMax = 100;

    /// <summary>Most mutations of one page.</summary>
    public const int MutationsPageMax = 200;

    /// <summary>Unread messages are counted exactly below this; the number itself means this many or more.</summary>
    public const int UnreadMax = 1000;
}
