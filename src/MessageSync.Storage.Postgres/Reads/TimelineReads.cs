using System.Collections.Immutable;
using MessageSync.Storage.Postgres.Engine;
using MessageSync.Timelines;
using Npgsql;

namespace MessageSync.Storage.Postgres.Reads;

/// <summary>Reads what the grains of some Timelines decide with, from one snapshot.</summary>
internal sealed class TimelineReads(Database database)
{
    private const string State = """
        SELECT n, change, head, head_at, mutation_head, large_change, advance_owed, title, kind, history, created_at, creator
        FROM conversation WHERE n = ANY($1)
        """;

    /// <summary>Loads Timelines; null for each that is not there.</summary>
    public async Task<IReadOnlyList<Timeline?>> LoadAsync(NpgsqlConnection connection, IReadOnlyList<ConversationId> asked)
    {
        var numbers = await database.Conversations
            .FindAsync(connection, asked.Select(id => id.Value)).ConfigureAwait(false);
        if (numbers.Count == 0) return new Timeline?[asked.Count];

        int[] wanted = [.. numbers.Values];
        await using var script = Snapshot.Begin(connection).Add(State).With(wanted).Add(MemberReads.PresentNow).With(wanted)
            .Add(Snapshot.End);
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        var ids = numbers.ToDictionary(one => one.Value, one => new ConversationId(one.Key));
        var states = new Dictionary<int, Timeline>();
        while (await row.ReadAsync().ConfigureAwait(false))
            states[row.GetInt32(0)] = Of(row, ids[row.GetInt32(0)]);

        await row.NextResultAsync().ConfigureAwait(false);
        var members = states.Keys.ToDictionary(n => n, _ => ImmutableDictionary.CreateBuilder<UserId, Member>());
        while (await row.ReadAsync().ConfigureAwait(false))
        {
            var member = MemberReads.Member(row);
            members[MemberReads.Conversation(row)][member.User] = member;
        }
        return [.. asked.Select(id => states.TryGetValue(numbers.GetValueOrDefault(id.Value), out var state)
            ? state with { Members = members[numbers[id.Value]].ToImmutable() }
            : null)];
    }

    private static Timeline Of(NpgsqlDataReader row, ConversationId id) => new(id, ViewReads.Terms(row, 8))
    {
        Change = new(row.GetInt64(1)),
        Head = new(row.GetInt32(2)),
        HeadAt = row.Time(3),
        MutationHead = new(row.GetInt64(4)),
        LargeChange = new(row.GetInt64(5)),
        AdvanceOwed = row.GetBoolean(6),
        Title = row.Utf8(7),
    };
}
