namespace MessageSync.Client;

/// <summary>What the wire fixes, and the ends of the device's own queues.</summary>
internal static class ClientLimits
{
    /// <summary>In conversations up to this size a device knows every member; above it they are read when
    /// wanted.</summary>
    public const int KnownMembersMax = 500;

    /// <summary>In conversations up to this size members tell each other how far they have read.</summary>
    public const int ReceiptsMax = 32;

    /// <summary>Notifications kept until they are dismissed; the oldest go first. As many as an Inbox keeps.</summary>
    public const int NotificationsMax = 1000;

    /// <summary>Pages that screens wait for; the oldest wish goes first.</summary>
    public const int WishesMax = 100;

    /// <summary>So many steps of a repair, then a look at the Inbox.</summary>
    public const int JobsBetweenSyncs = 8;

    /// <summary>More unread messages than this are shown as this.</summary>
    public const int UnreadMax = 1000;
}
