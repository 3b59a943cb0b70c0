namespace MessageSync.Storage.Sqlite.Engine;

/// <summary>The folder of the store, held by this process alone: an open lock file says so, to itself as well.</summary>
internal sealed class DataFolder : IDisposable
{
    /// <summary>The name of the file of the database.</summary>
    public const string DatabaseName = "messagesync.db";

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream file) => (DatabasePath, _lock) = (Path.Combine(path, DatabaseName), file);

    /// <summary>The file of the database.</summary>
    public string DatabasePath { get; }

    /// <summary>Makes the folder if it is missing, and takes it.</summary>
    /// <exception cref="StoreStartException">Somebody else has it, or it cannot be written to.</exception>
    public static DataFolder Take(string folder)
    {
        var path = Path.GetFullPath(folder);
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreStartException(
                $"The data folder {path} cannot be made: choose another one, or let this user make it.", error);
        }
        return new(path, Lock(Path.Combine(path, "messagesync.lock")));
    }

    /// <summary>Lets it go. The file stays: deleting it would race with the next one to take it.</summary>
    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(string path)
    {
        try
        {
            return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new StoreStartException($"{path} cannot be written: let this user write to that folder.", error);
        }
        catch (IOException error) when (IsHeld(error))
        {
            throw new StoreStartException(
                $"The store in {Path.GetDirectoryName(path)} is in use by another process: stop that one first, or choose "
                + "another data folder.",
                error);
        }
        catch (IOException error)
        {
            throw new StoreStartException(
                $"{path} cannot be written: see that its disk has room and is not read-only.", error);
        }
    }

    private static bool IsHeld(IOException error) =>
        (error.HResult & 0xffff) is 11 or 35 or 32 or 33; // EWOULDBLOCK of Linux and macOS; two of Windows
}
