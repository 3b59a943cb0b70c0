namespace MessageSync.Client;

/// <summary>What a device remembers of itself. One per store.</summary>
public sealed record DeviceState
{
    /// <summary>Whose device it is; null in a store that was never used.</summary>
    public string? User { get; init; }

    /// <summary>The life of the server's store that the data is of; null before the first answer.</summary>
    public string? Epoch { get; init; }

    /// <summary>Everything up to here is stored; null while the device begins.</summary>
    public string? Cursor { get; init; }

    /// <summary>Where a new device is in its first list; null when that is done or was not begun.</summary>
    public Beginning? Beginning { get; init; }

    /// <summary>Where the repair after a <c>trimmed</c> reset is; null when there is none.</summary>
    public Repair? Repair { get; init; }

    /// <summary>Counts the epochs seen. Conversations of an older one are shown until they are replaced.</summary>
    public int Generation { get; init; }

    /// <summary>Counts the resets: a page that was asked for before one is asked for again.</summary>
    public int Resets { get; init; }

    /// <summary>The number of the last outbox item.</summary>
    public long LastOutboxNo { get; init; }
}

/// <summary>The first list of a new device.</summary>
/// <param name="Head">The cursor from which it will sync: taken before the list.</param>
/// <param name="Page">The next page; null for the first.</param>
public sealed record Beginning(string Head, string? Page);

/// <summary>The list of what may have been missed.</summary>
/// <param name="Since">The last cursor before something was missed (<c>repairSince</c>).</param>
/// <param name="Page">The next page; null for the first.</param>
public sealed record Repair(string Since, string? Page);
