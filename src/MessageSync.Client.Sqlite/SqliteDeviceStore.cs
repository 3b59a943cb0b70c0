using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Data.Sqlite;

namespace MessageSync.Client.Sqlite;

/// <summary>
/// The store of one device in one SQLite file, made at first use. A commit is one transaction, on disk when it returns;
/// what is deleted or replaced is overwritten (<c>secure_delete</c>), so that a recalled body is gone from the file.
/// </summary>
/// <remarks>Not thread-safe, as its device. Failures of SQLite come as they are: a <c>SqliteException</c>.</remarks>
public sealed class SqliteDeviceStore : IDeviceStore, IDisposable
{
    private const long SchemaVersion = 1;
    private readonly SqliteConnection _connection;

    /// <summary>Opens the store.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <exception cref="InvalidOperationException">The file was written by a newer program.</exception>
    public SqliteDeviceStore(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var address = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false };
        _connection = new SqliteConnection(address.ToString());
        try
        {
            _connection.Open();
            Run("PRAGMA secure_delete = ON; PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;");
            Prepare(path);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public StoredDevice Load() => new(
        Read("SELECT json FROM device", ClientJson.Default.DeviceState).FirstOrDefault() ?? new(),
        Read("SELECT json FROM conversations ORDER BY id", ClientJson.Default.ConversationState),
        Read("SELECT json FROM outbox ORDER BY no", ClientJson.Default.OutboxItem),
        [
            .. Read("SELECT json FROM notifications ORDER BY cursor", ClientJson.Default.InboxEntry)
                .OfType<NotificationEntry>(),
        ]);

    /// <inheritdoc/>
    public Message? FindMessage(string conversation, long seq) => Read(
        "SELECT json FROM messages WHERE conversation = $1 AND seq = $2", ClientJson.Default.Message, conversation, seq)
        .FirstOrDefault();

    /// <inheritdoc/>
    public IReadOnlyList<Message> ReadMessages(string conversation, SeqRange range, int limit)
    {
        var newestFirst = Read(
            "SELECT json FROM messages WHERE conversation = $1 AND seq BETWEEN $2 AND $3 ORDER BY seq DESC LIMIT $4",
            ClientJson.Default.Message, conversation, range.From, range.To, limit);
        newestFirst.Reverse();
        return newestFirst;
    }

    /// <inheritdoc/>
    public Membership? FindMembership(string conversation) => Read(
        "SELECT json FROM memberships WHERE conversation = $1", ClientJson.Default.Membership, conversation)
        .FirstOrDefault();

    /// <inheritdoc/>
    public void Commit(StoreChanges changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        using var transaction = _connection.BeginTransaction();
        Remove(changes);
        if (changes.State is { } state)
            Run("REPLACE INTO device VALUES (1, $1)", Json(state, ClientJson.Default.DeviceState));
        foreach (var conversation in changes.Conversations)
            Run("REPLACE INTO conversations VALUES ($1, $2)",
                conversation.Id, Json(conversation, ClientJson.Default.ConversationState));
        foreach (var membership in changes.Memberships)
            Run("REPLACE INTO memberships VALUES ($1, $2)",
                membership.Conversation, Json(membership, ClientJson.Default.Membership));
        foreach (var message in changes.Messages)
            Run("REPLACE INTO messages VALUES ($1, $2, $3)",
                message.Conversation, message.Seq, Json(message, ClientJson.Default.Message));
        foreach (var item in changes.Outbox)
            Run("REPLACE INTO outbox VALUES ($1, $2)", item.No, Json(item, ClientJson.Default.OutboxItem));
        foreach (var entry in changes.Notifications)
            Run("REPLACE INTO notifications VALUES ($1, $2)", entry.Cursor, Json(entry, ClientJson.Default.InboxEntry));
        transaction.Commit();
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static string Json<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.Serialize(value, type);

    private void Remove(StoreChanges changes)
    {
        foreach (var id in changes.RemovedConversations)
        {
            Run("DELETE FROM conversations WHERE id = $1", id);
            Run("DELETE FROM memberships WHERE conversation = $1", id);
            Run("DELETE FROM messages WHERE conversation = $1", id);
        }
        foreach (var (id, range) in changes.RemovedMessages)
            Run("DELETE FROM messages WHERE conversation = $1 AND seq BETWEEN $2 AND $3", id, range.From, range.To);
        foreach (var no in changes.RemovedOutbox) Run("DELETE FROM outbox WHERE no = $1", no);
        foreach (var cursor in changes.RemovedNotifications)
            Run("DELETE FROM notifications WHERE cursor = $1", cursor);
    }

    private void Prepare(string path)
    {
        using var transaction = _connection.BeginTransaction();
        using var ask = Command("PRAGMA user_version", []);
        var version = (long)ask.ExecuteScalar()!;
        if (version > SchemaVersion)
            throw new InvalidOperationException($"{path} is of version {version}; this program knows {SchemaVersion}.");
        if (version == 0)
        {
            using var schema = typeof(SqliteDeviceStore).Assembly.GetManifestResourceStream("Schema.sql")!;
            using var reader = new StreamReader(schema);
            Run(reader.ReadToEnd());
            Run("PRAGMA user_version = 1");
        }
        transaction.Commit();
    }

    private List<T> Read<T>(string sql, JsonTypeInfo<T> type, params object[] values)
    {
        using var command = Command(sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(JsonSerializer.Deserialize(reader.GetString(0), type)!);
        return rows;
    }

    private void Run(string sql, params object[] values)
    {
        using var command = Command(sql, values);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, object[] values)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Every text is a constant of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue(string.Create(null, $"${i + 1}"), values[i]);
        return command;
    }
}
