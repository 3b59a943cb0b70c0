using System.Collections.Concurrent;
using System.Globalization;
using MessageSync.ChatLogs;
using MessageSync.Load.Auditing;

namespace MessageSync.Load.Mixes;

/// <summary>Chat logs are replayed into one group, with who comes and goes: an operation is one line. With a speed the
/// logs are the schedule (an open loop), without one the loop is as usual.</summary>
/// <param name="files">The logs.</param>
/// <param name="speed">How many times faster than it was; null for no schedule.</param>
/// <param name="context">The run.</param>
internal sealed class ChatLogsMix(IReadOnlyList<IrcLogFile> files, double? speed, MixContext context) : IMix
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _done = new();
    private readonly ConversationId _channel = context.Names.Conversation(0);
    private IReadOnlyList<ScriptLine> _script = [];

    /// <inheritdoc/>
    public string Name => "chat-logs";

    /// <inheritdoc/>
    public string Description => "one line of real chat logs, with who comes and goes, into one group"
        + (speed is { } times ? string.Create(CultureInfo.InvariantCulture, $", {times} times as fast as it was") : "");

    /// <inheritdoc/>
    public string Operations => "lines";

    /// <inheritdoc/>
    public string? Items => "messages";

    /// <inheritdoc/>
    public IEnumerable<TimeSpan>? Schedule => speed is { } times ? _script.Select(line => line.At / times) : null;

    /// <inheritdoc/>
    public long? Count => _script.Count;

    /// <inheritdoc/>
    public Audit Audit { get; } = new(context.Target, context.Clock, context.Listeners);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, long> Notes { get; } = new Dictionary<string, long>();

    /// <inheritdoc/>
    public async Task PrepareAsync(IProgress<double> progress, CancellationToken ct)
    {
        _script = ChatLogScript.Read(files);
        var senders = _script.Select(line => line.Says).OfType<UserId>().Distinct().Take(context.Sample).ToList();
        foreach (var sender in senders) Audit.WatchOwn(sender, _channel);
        // Its owner stays when all others leave.
        await Preparation.PatientlyAsync(
            () => context.Target.CreateGroupAsync(_channel, [context.Names.User(0)], ct), context.Clock, ct);
        progress.Report(1);
    }

    /// <inheritdoc/>
    public async Task<Outcome> RunAsync(long number, CancellationToken ct)
    {
        var line = _script[(int)number];
        if (line.After >= 0) await Done(line.After).Task.WaitAsync(ct);
        if (line.AndAfter >= 0) await Done(line.AndAfter).Task.WaitAsync(ct);
        var isRepeated = false;
        try
        {
            var outcome = await RunAsync(line, number, ct);
            isRepeated = outcome.Refused is not null && context.Retries;
            return outcome;
        }
        finally
        {
            if (!isRepeated) Done(number).TrySetResult();
        }
    }

    /// <inheritdoc/>
    public Task StopAsync() => Task.CompletedTask;

    private async Task<Outcome> RunAsync(ScriptLine line, long number, CancellationToken ct)
    {
        if ((line.Joins ?? line.Leaves) is not null)
        {
            // Not to be lost: what the user says later depends on it.
            IReadOnlyList<UserId> joins = line.Joins is { } comer ? [comer] : [];
            IReadOnlyList<UserId> leaves = line.Leaves is { } goer ? [goer] : [];
            await Preparation.PatientlyAsync(
                () => context.Target.ChangeMembersAsync(_channel, joins, leaves, ct), context.Clock, ct);
        }
        if (line.Says is not { } sender) return Outcome.Of(0);

        var reply = await context.Target.SendAsync(sender, _channel, context.Names.Key('m', number), line.Body!, ct);
        if (reply.Refused is { } refused) return refused;

        Audit.Acknowledged(_channel, sender, reply.Value!.Seq);
        return Outcome.Of(1);
    }

    private TaskCompletionSource Done(long number) => _done.GetOrAdd(
        number, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
