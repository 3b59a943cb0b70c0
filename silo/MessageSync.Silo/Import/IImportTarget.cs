using MessageSync.Timelines;

namespace MessageSync.Silo.Import;

/// <summary>
/// The conversation that history is replayed into. Calls are carried out in the order they are made, whether or not the
/// earlier ones are awaited: that is what lets many be under way at once. Repeating a call changes nothing.
/// </summary>
public interface IImportTarget
{
    /// <summary>Makes the conversation, or finds it.</summary>
    /// <param name="first">Its owner, should it be new.</param>
    /// <param name="at">When its history begins.</param>
    /// <param name="ct">Gives up waiting.</param>
    /// <exception cref="ImportException">The id belongs to a conversation that no import made.</exception>
    Task OpenAsync(UserId first, DateTimeOffset at, CancellationToken ct);

    /// <summary>The key of the newest message that an import sent; null when none did.</summary>
    Task<SendKey?> NewestAsync(CancellationToken ct);

    /// <summary>Makes somebody a member.</summary>
    Task AddAsync(UserId user, DateTimeOffset at, CancellationToken ct);

    /// <summary>Takes somebody out.</summary>
    Task RemoveAsync(UserId user, DateTimeOffset at, CancellationToken ct);

    /// <summary>Sends a message as its sender; durable when the task completes.</summary>
    /// <returns>False when it had been sent before.</returns>
    Task<bool> SendAsync(UserId sender, SendKey key, MessageBody body, DateTimeOffset at, CancellationToken ct);
}

/// <summary>How far each file is imported, kept in the store.</summary>
public interface IImportMarks
{
    /// <summary>The lines of a file that are wholly stored; 0 for none.</summary>
    Task<int> ReadAsync(string file, CancellationToken ct);

    /// <summary>Notes, durably, how many lines are wholly stored.</summary>
    Task WriteAsync(string file, int lines, CancellationToken ct);
}
