namespace MessageSync.Storage.Postgres.Engine;

/// <summary>Which servers are fit: pure, so that every refusal can be tested.</summary>
internal static class ServerGate
{
    /// <summary>The oldest version that is tested.</summary>
    public const int OldestMajor = 13;

    /// <summary>Lets a server pass.</summary>
    /// <param name="version">Its version.</param>
    /// <param name="encoding">Of the database.</param>
    /// <param name="isReadOnly">It is a standby, or lets nobody write.</param>
    /// <exception cref="StoreStartException">It is not fit; the message says why.</exception>
    public static void Check(Version version, string encoding, bool isReadOnly)
    {
        if (version.Major < OldestMajor)
        {
            throw new StoreStartException(
                $"The server is PostgreSQL {version}; MessageSync needs {OldestMajor} or newer: upgrade it.");
        }
        if (encoding != "UTF8")
        {
            throw new StoreStartException(
                $"The database has encoding {encoding}; MessageSync needs UTF8: create it with ENCODING 'UTF8' TEMPLATE "
                + "template0.");
        }
        if (isReadOnly)
        {
            throw new StoreStartException(
                "The server takes no writes (it is a standby, or default_transaction_read_only is on): connect to the "
                + "primary.");
        }
    }
}
