namespace MessageSync.Orleans.Tests.Support;

/// <summary>What a process says, line by line, while it says it. Thread-safe.</summary>
internal sealed class ProcessLog
{
    private const int WidthShown = 500;
    private const int FailureLines = 12;

    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private TaskCompletionSource _said = NewSignal();

    /// <summary>Reads to the end.</summary>
    public ProcessLog(TextReader reader) => Ended = ReadAsync(reader);

    /// <summary>Complete when there is no more.</summary>
    public Task Ended { get; }

    /// <summary>All of it so far.</summary>
    public string Text
    {
        get
        {
            lock (_gate) return string.Join('\n', _lines);
        }
    }

    /// <summary>The first lines, and what went wrong in MessageSync after them, each cut where it gets long.</summary>
    public string Head(int lines)
    {
        lock (_gate)
        {
            var failures = Enumerable.Range(0, _lines.Count)
                .Where(i => _lines[i].Contains(" fail: MessageSync", StringComparison.Ordinal))
                .SelectMany(i => Enumerable.Range(i, FailureLines)).Where(i => i >= lines && i < _lines.Count).Distinct();
            return string.Join('\n', _lines.Take(lines).Concat(failures.Select(i => _lines[i]))
                .Select(line => line[..Math.Min(line.Length, WidthShown)]));
        }
    }

    /// <summary>Waits until it has said so.</summary>
    /// <param name="part">Of a line.</param>
    /// <param name="most">Far beyond what is normal.</param>
    /// <returns>The line.</returns>
    public async Task<string> UntilAsync(string part, TimeSpan most)
    {
        using var patience = new CancellationTokenSource(most);
        for (var seen = 0; ;)
        {
            Task more;
            lock (_gate)
            {
                if (_lines.Skip(seen).FirstOrDefault(line => line.Contains(part, StringComparison.Ordinal)) is { } found)
                    return found;
                (seen, more) = (_lines.Count, _said.Task);
            }
            try
            {
                if (await Task.WhenAny(more, Ended).WaitAsync(patience.Token) == more) continue;
            }
            catch (OperationCanceledException)
            {
                // Told below.
            }
            Assert.Fail($"It was awaited that somebody says '{part}'. What was said:\n{Text}");
        }
    }

    private async Task ReadAsync(TextReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_gate)
            {
                _lines.Add(line);
                _said.TrySetResult();
                _said = NewSignal();
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
