using System.Globalization;
using System.Security.Cryptography;

namespace MessageSync.Storage.Sqlite.Engine;

/// <summary>
/// Brings a file to the schema of this program: makes it whole, or moves it on by one version after the other, in one
/// transaction. Never back.
/// </summary>
internal static class Schema
{
    /// <summary>Marks our files: "MSyn".</summary>
    private const int ApplicationId = 0x4D53796E;

    // The step at index i leads from version i + 1 to the next one. Later versions add theirs at the end.
    private static readonly string[] Steps =
    [
        """
        ALTER TABLE member_interval RENAME COLUMN role_change TO own_change;
        DROP INDEX entry_merging;
        CREATE INDEX entry_merging ON entry (user, conversation, kind, reference) WHERE kind <> 1 AND kind <> 5;
        CREATE INDEX told_unlisted ON told (user, conversation) WHERE unlisted_up_to IS NOT NULL;
        """,
    ];

    /// <summary>What this program reads and writes.</summary>
    public static int Version => Steps.Length + 1;

    /// <summary>Makes or migrates the schema.</summary>
    /// <exception cref="StoreStartException">The file is of a newer program, or of another one.</exception>
    public static void Ensure(Database db, string path, DateTimeOffset now)
    {
        db.Execute("BEGIN IMMEDIATE");
        var version = db.Number("PRAGMA user_version");
        if (version > Version)
        {
            throw new StoreStartException(
                $"{path} has schema {version}, this program knows {Version}: start the newer program it was used with.");
        }
        var isOurs = db.Number("PRAGMA application_id") == ApplicationId;
        if (!isOurs && db.Number("SELECT count(*) FROM sqlite_schema") > 0)
            throw new StoreStartException($"{path} is a database of another program: choose another data folder.");

        if (!isOurs) Create(db, now);
        else foreach (var step in Steps.Skip((int)version - 1)) db.Execute(step);
        db.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Version}"));
        db.Execute("COMMIT");
    }

    private static void Create(Database db, DateTimeOffset now)
    {
        db.Execute(Text());
        var epoch = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Epoch.Length / 2));
        db.Sql("INSERT INTO store (epoch, created_at) VALUES (?, ?)").Bind(epoch).Bind(now).Run();
        db.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}"));
    }

    private static string Text()
    {
        using var stream = typeof(Schema).Assembly.GetManifestResourceStream("Schema.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
