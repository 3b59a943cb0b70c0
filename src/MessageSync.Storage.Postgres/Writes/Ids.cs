using MessageSync.Storage.Postgres.Engine;
using Npgsql;

namespace MessageSync.Storage.Postgres.Writes;

/// <summary>The numbers of every id that a batch names.</summary>
internal sealed class Ids
{
    private readonly Dictionary<string, int> _users;
    private readonly Dictionary<string, int> _conversations;

    private Ids(Dictionary<string, int> users, Dictionary<string, int> conversations) =>
        (_users, _conversations) = (users, conversations);

    /// <summary>Looks them up; gives numbers to those that have none.</summary>
    public static async Task<Ids> GiveAsync(
        Database database, NpgsqlConnection connection, IReadOnlyList<StoreWrite> writes)
    {
        var (users, conversations) = (new List<string>(writes.Count * 2), new List<string>(writes.Count * 2));
        foreach (var write in writes) Collect(write, users, conversations);
        return new(
            await database.Users.GiveAsync(connection, users).ConfigureAwait(false),
            await database.Conversations.GiveAsync(connection, conversations).ConfigureAwait(false));
    }

    /// <summary>Of a user.</summary>
    public int Of(UserId user) => _users[user.Value];

    /// <summary>Of a conversation.</summary>
    public int Of(ConversationId conversation) => _conversations[conversation.Value];

    private static void Collect(StoreWrite write, List<string> users, List<string> conversations)
    {
        switch (write)
        {
            case TimelineRun run:
                conversations.Add(run.Conversation.Value);
                foreach (var change in run.Changes)
                    if (change is Timelines.MessageSent sent) users.Add(sent.Sender.Value);
                break;
            case InboxWrite { Run: var run }:
                users.Add(run.Owner.Value);
                foreach (var entry in run.Added)
                    if (entry.Conversation is { } conversation) conversations.Add(conversation.Value);
                if (run.View is { } view) conversations.Add(view.Conversation.Value);
                break;
            case DevicesWrite devices:
                users.Add(devices.Owner.Value);
                break;
            case LagWrite { Lag: var lag }:
                users.Add(lag.Owner.Value);
                conversations.Add(lag.Conversation.Value);
                break;
        }
    }
}
