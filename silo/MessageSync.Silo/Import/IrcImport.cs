using MessageSync.ChatLogs;

namespace MessageSync.Silo.Import;

/// <summary>
/// Replays chat logs into a conversation: who joins or speaks becomes a member, who leaves is one no more, a new
/// nickname is another member. Going offline (<c>has quit</c>) changes nothing. Stopped at any point, even by a crash,
/// another run goes on where this one was:
/// <list type="bullet">
/// <item>up to a file's mark everything is stored, and is left out;</item>
/// <item>from there to the newest stored line everything <i>should</i> be: messages are sent again under the same keys,
/// which adds none, and membership, which has no keys, is left out;</item>
/// <item>what comes after is new.</item>
/// </list>
/// </summary>
/// <param name="target">The conversation.</param>
/// <param name="marks">How far the files are.</param>
/// <param name="progress">Told of every <see cref="LinesPerMark"/> lines and of every file's end.</param>
public sealed class IrcImport(IImportTarget target, IImportMarks marks, Action<ImportSummary>? progress = null)
{
    /// <summary>Lines between two marks: most of what another run sends again in vain.</summary>
    public const int LinesPerMark = 4096;

    private const int WindowSize = 512;

    private readonly OrderedWindow _window = new(WindowSize);
    private readonly HashSet<UserId> _present = [];
    private readonly ImportSummary _summary = new();
    private SendKey? _newest;
    private bool _open;

    /// <summary>Imports the files one after another.</summary>
    /// <exception cref="ImportException">The conversation is not to be had.</exception>
    public async Task<ImportSummary> RunAsync(IReadOnlyList<IrcLogFile> files, CancellationToken ct)
    {
        try
        {
            foreach (var file in files)
            {
                await ImportAsync(file, ct);
                _summary.Files++;
                progress?.Invoke(_summary);
            }
            return _summary;
        }
        finally
        {
            await _window.DrainAsync();
        }
    }

    private async Task ImportAsync(IrcLogFile file, CancellationToken ct)
    {
        var before = await marks.ReadAsync(file.Name, ct);
        var keys = new LineKey(file.Name);
        var lines = 0;
        foreach (var entry in IrcLog.Read(file.Date, await File.ReadAllBytesAsync(file.Path, ct)))
        {
            lines = entry.Number;
            _summary.Lines++;
            if (lines <= before) _summary.LinesBefore++;
            else await ImportAsync(entry, keys, ct);
            if (lines % LinesPerMark == 0 && lines > before) await MarkAsync(file, lines, ct);
        }
        if (lines > before) await MarkAsync(file, lines, ct);
    }

    private async Task MarkAsync(IrcLogFile file, int lines, CancellationToken ct)
    {
        await _window.DrainAsync();
        await marks.WriteAsync(file.Name, lines, ct);
        progress?.Invoke(_summary);
    }

    private async Task ImportAsync(IrcEntry entry, LineKey keys, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (!_open && FirstOf(entry.Event) is { } first) await OpenAsync(first, entry.At, ct);

        var stored = _newest is { } newest && entry.Number <= keys.LineOf(newest);
        switch (entry.Event)
        {
            case IrcEvent.Said said:
                if (!stored) await AddAsync(said.Nick, entry.At, ct);
                await _window.AddAsync(SendAsync(said, keys.Of(entry.Number), entry.At, ct));
                break;
            case IrcEvent.Joined joined when !stored:
                await AddAsync(joined.Nick, entry.At, ct);
                break;
            case IrcEvent.Left left when !stored:
                await RemoveAsync(left.Nick, entry.At, ct);
                break;
            case IrcEvent.Renamed renamed when !stored && renamed.Old != renamed.New:
                await RemoveAsync(renamed.Old, entry.At, ct);
                await AddAsync(renamed.New, entry.At, ct);
                break;
            case IrcEvent.Skipped skipped:
                _summary.Skip(skipped.Kind);
                break;
        }
    }

    /// <summary>The user who makes a conversation worth having; null for a line that changes nothing.</summary>
    private static UserId? FirstOf(IrcEvent told) => told switch
    {
        IrcEvent.Said said => said.Nick,
        IrcEvent.Joined joined => joined.Nick,
        IrcEvent.Left left => left.Nick,
        IrcEvent.Renamed renamed => renamed.Old,
        _ => null,
    };

    private async Task OpenAsync(UserId first, DateTimeOffset at, CancellationToken ct)
    {
        await target.OpenAsync(first, at, ct);
        _newest = await target.NewestAsync(ct);
        _open = true;
    }

    private async Task AddAsync(UserId user, DateTimeOffset at, CancellationToken ct)
    {
        if (!_present.Add(user)) return;

        _summary.Joined(user);
        await _window.AddAsync(target.AddAsync(user, at, ct));
    }

    private async Task RemoveAsync(UserId user, DateTimeOffset at, CancellationToken ct)
    {
        _present.Remove(user);
        await _window.AddAsync(target.RemoveAsync(user, at, ct));
    }

    private async Task SendAsync(IrcEvent.Said said, SendKey key, DateTimeOffset at, CancellationToken ct)
    {
        if (await target.SendAsync(said.Nick, key, said.Body, at, ct)) _summary.Sent();
    }
}
