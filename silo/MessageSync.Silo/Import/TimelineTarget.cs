using MessageSync.ChatLogs;
using MessageSync.Grains;
using MessageSync.Timelines;

namespace MessageSync.Silo.Import;

/// <summary>
/// A conversation as the target of an import: commands with times of their own, given straight to its grain. A command
/// that finds a queue full is given again, and those after it wait for that, so that the order stays.
/// </summary>
/// <param name="conversation">Which.</param>
/// <param name="grains">Where it lives.</param>
/// <param name="clock">For the pauses.</param>
internal sealed class TimelineTarget(ConversationId conversation, IGrains grains, TimeProvider clock) : IImportTarget
{
    private static readonly Caller Importer = new(new("import"), IsService: true);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private Task _handedOver = Task.CompletedTask;

    private ITimelineGrain Grain => grains.Timeline(conversation);

    /// <inheritdoc/>
    public async Task OpenAsync(UserId first, DateTimeOffset at, CancellationToken ct)
    {
        var create = new CreateConversation(Importer, ConversationKind.Group, HistoryPolicy.All, null, [first]) { At = at };
        var created = await CarryAsync(() => Grain.CreateAsync(create), ct);
        if (created.Refusal is Refusal.ConversationExists)
            throw new ImportException(
                $"The conversation {conversation} exists and no import made it; choose another one with --conversation.");
        Require(created);
    }

    /// <inheritdoc/>
    public async Task<SendKey?> NewestAsync(CancellationToken ct)
    {
        RoamingAnchor anchor = new RoamingAnchor.Newest();
        while (true)
        {
            var page = Require(await Grain.RoamAsync(Importer, anchor, Limits.RoamingPageMax, ct));
            if (page.Messages.LastOrDefault(message => LineKey.IsOfImport(message.SendKey)) is { } newest)
                return newest.SendKey;
            if (!page.HasBefore) return null;

            anchor = new RoamingAnchor.Before(page.Messages[0].Seq);
        }
    }

    /// <inheritdoc/>
    public async Task AddAsync(UserId user, DateTimeOffset at, CancellationToken ct)
    {
        var put = new PutMember(Importer, user, null) { At = at };
        Require(await CarryAsync(() => Grain.ChangeAsync(put), ct));
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(UserId user, DateTimeOffset at, CancellationToken ct)
    {
        var remove = new ChangeMembers(Importer, [], [user]) { At = at };
        Require(await CarryAsync(() => Grain.ChangeAsync(remove), ct));
    }

    /// <inheritdoc/>
    public async Task<bool> SendAsync(
        UserId sender, SendKey key, MessageBody body, DateTimeOffset at, CancellationToken ct)
    {
        var send = new SendMessage(new(sender), key, body) { At = at };
        var sent = await CarryAsync(() => Grain.SendAsync(send), ct);
        if (sent.Refusal is Refusal.NotAMember or Refusal.ConversationNotFound)
        {
            // Only a run that failed in the middle leaves a message behind whose sender's membership is lost.
            await AddAsync(sender, at, ct);
            sent = await CarryAsync(() => Grain.SendAsync(send), ct);
        }
        return !Require(sent).Duplicate;
    }

    private static T Require<T>(Answer<T> answer) where T : class => answer.Value
        ?? throw new ImportException($"The conversation refused a line: {answer.Refusal}. Run the import again to go on.");

    private async Task<Answer<T>> CarryAsync<T>(Func<Task<Answer<T>>> command, CancellationToken ct) where T : class
    {
        var before = _handedOver;
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _handedOver = mine.Task;
        Task<Answer<T>> answer;
        try
        {
            await before;
            while (IsOverloaded(answer = command())) await Task.Delay(Pause, clock, ct);
        }
        finally
        {
            mine.SetResult();
        }
        return await answer;
    }

    /// <summary>True when it was refused at the door; once inside, the order is kept by the grain.</summary>
    private static bool IsOverloaded<T>(Task<Answer<T>> answer) where T : class =>
        answer.IsCompletedSuccessfully && answer.Result.Refusal is Refusal.Overloaded;
}
