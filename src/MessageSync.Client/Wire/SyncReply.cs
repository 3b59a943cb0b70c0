namespace MessageSync.Client;

/// <summary>Entries of the Inbox that completely cover the range up to <paramref name="Cursor"/>.</summary>
/// <param name="Entries">Oldest first.</param>
/// <param name="Cursor">Where to go on.</param>
/// <param name="Head">The position after the last entry of all.</param>
/// <param name="More">Entries exist after <paramref name="Cursor"/>.</param>
/// <param name="Reset">Null when the device simply goes on.</param>
/// <param name="Epoch">The life of the store.</param>
public sealed record SyncReply(
    IReadOnlyList<InboxEntry> Entries, string Cursor, string Head, bool More, Reset? Reset, string Epoch);

/// <summary>The device has to follow the procedure for this reason.</summary>
/// <param name="Reason"><c>trimmed</c>, <c>new</c> or <c>epoch</c>.</param>
/// <param name="Floor">The position after which everything is kept; the kept entries follow in the same reply.</param>
public sealed record Reset(string Reason, string Floor);
