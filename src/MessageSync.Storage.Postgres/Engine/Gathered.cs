using Npgsql;

namespace MessageSync.Storage.Postgres.Engine;

/// <summary>
/// Questions of one kind, gathered: those that come while others are under way go to the server together next. Waking a
/// thousand grains, or a page for each of a thousand streams, is then a handful of statements. Thread-safe.
/// </summary>
/// <param name="database">Where they are asked, as reads.</param>
/// <param name="read">Answers many at once: one answer for each, in their order.</param>
/// <param name="together">Most questions of one statement.</param>
internal sealed class Gathered<TKey, TAnswer>(
    Database database, Func<NpgsqlConnection, IReadOnlyList<TKey>, Task<IReadOnlyList<TAnswer>>> read, int together = 256)
{
    /// <summary>Most statements under way at a time.</summary>
    private const int AtOnce = 4;

    /// <summary>So many questions are worth a statement beside others: it costs the server more than most questions.</summary>
    private readonly int _worthAnother = together / 4;
    private readonly Lock _gate = new();
    private readonly Queue<Question> _waiting = new();
    private int _asking;

    /// <summary>Asks for one.</summary>
    /// <exception cref="StoreOverloadedException">Too many wait already.</exception>
    /// <exception cref="StoreUnavailableException">The server cannot be reached, or cannot do it now.</exception>
    public Task<TAnswer> ReadAsync(TKey key, CancellationToken ct)
    {
        var question = new Question(key);
        var begin = false;
        lock (_gate)
        {
            if (_waiting.Count >= database.QueueMax) return Task.FromException<TAnswer>(Database.Overloaded());
            _waiting.Enqueue(question);
            if (_asking == 0 || (_asking < AtOnce && _waiting.Count >= _worthAnother))
            {
                _asking++;
                begin = true;
            }
        }
        if (begin) _ = AskAsync();
        return question.Answered.Task.WaitAsync(ct);
    }

    private async Task AskAsync()
    {
        while (Take() is { } questions) await AnswerAsync(questions).ConfigureAwait(false);
    }

    private List<Question>? Take()
    {
        lock (_gate)
        {
            var taken = new List<Question>();
            while (taken.Count < together && _waiting.TryDequeue(out var next)) taken.Add(next);
            if (taken.Count > 0) return taken;
            _asking--;
            return null;
        }
    }

    private async Task AnswerAsync(IReadOnlyList<Question> questions)
    {
        try
        {
            var answers = await database
                .ReadAsync(connection => read(connection, [.. questions.Select(one => one.Key)]), CancellationToken.None)
                .ConfigureAwait(false);
            for (var i = 0; i < questions.Count; i++) questions[i].Answered.TrySetResult(answers[i]);
        }
        catch (Exception failure)
        {
            if (questions.Count == 1 || failure is StoreUnavailableException or StoreOverloadedException)
            {
                foreach (var one in questions) one.Answered.TrySetException(failure);
                return;
            }
            // What cannot be read fails alone.
            foreach (var one in questions) await AnswerAsync([one]).ConfigureAwait(false);
        }
    }

    private sealed class Question(TKey key)
    {
        public TKey Key => key;

        public TaskCompletionSource<TAnswer> Answered { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
