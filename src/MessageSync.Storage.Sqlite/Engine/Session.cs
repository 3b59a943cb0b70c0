namespace MessageSync.Storage.Sqlite.Engine;

/// <summary>What one thread works with: a connection and the numbers it knows.</summary>
internal sealed class Session : IDisposable
{
    private readonly string _begin;

    private Session(Database db, string begin, int idsKept) => (Db, _begin, Users, Conversations) =
        (db, begin, Numbers.OfUsers(db, idsKept), Numbers.OfConversations(db, idsKept));

    /// <summary>The connection.</summary>
    public Database Db { get; }

    /// <summary>Numbers of users.</summary>
    public Numbers Users { get; }

    /// <summary>Numbers of conversations.</summary>
    public Numbers Conversations { get; }

    /// <summary>The one session that writes.</summary>
    public static Session Writing(Database db, int idsKept) => new(db, "BEGIN IMMEDIATE", idsKept);

    /// <summary>One of those that read.</summary>
    public static Session Reading(Database db, int idsKept) => new(db, "BEGIN", idsKept);

    /// <summary>A statement, prepared at its first use.</summary>
    public Statement Sql(string sql) => Db.Sql(sql);

    /// <summary>Does work in one transaction: all of it is stored or nothing, and it reads one snapshot.</summary>
    public T InTransaction<T>(Func<Session, T> work)
    {
        // Left open by a failed rollback.
        if (Db.InTransaction) Db.Execute("ROLLBACK");
        try
        {
            Sql(_begin).Run();
            var result = work(this);
            Sql("COMMIT").Run();
            Users.Committed();
            Conversations.Committed();
            return result;
        }
        catch
        {
            RollBack();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Db.Dispose();

    private void RollBack()
    {
        Users.RolledBack();
        Conversations.RolledBack();
        // SQLite has rolled back already after some errors.
        if (!Db.InTransaction) return;
        try
        {
            Db.Execute("ROLLBACK");
        }
        catch (StoreUnavailableException)
        {
            // The first error says more; the next transaction tries again.
        }
    }
}
