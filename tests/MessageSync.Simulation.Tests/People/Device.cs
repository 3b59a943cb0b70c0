using MessageSync.Inboxes;
using MessageSync.Simulation.Tests.World;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.People;

/// <summary>A device that follows section 4 of the API: its local store moves with what it has applied, never before.</summary>
internal sealed class Device
{
    private readonly Dictionary<ConversationId, LocalConversation> _held = [];
    private readonly Loading _loading;
    private readonly Town _town;
    private readonly Random _random;
    private Repair? _repair;

    public Device(Town town, UserId user, string name, Random random)
    {
        (_town, _random) = (town, random);
        Caller = new(user, new DeviceId(name));
        Ask = new(town, this, random);
        _loading = new(this, town, random);
    }

    public Caller Caller { get; }

    public UserId User => Caller.User;

    public string Name => $"{User}/{Caller.Device}";

    public Asking Ask { get; }

    /// <summary>Where it is; null while it is new.</summary>
    public string? Cursor { get; private set; }

    /// <summary>Cursors that it once had.</summary>
    public List<string> OldCursors { get; } = [];

    /// <summary>The greatest cursor that it ever acked, or tried to.</summary>
    public string? Acked { get; private set; }

    /// <summary>How often it was told <c>trimmed</c>.</summary>
    public int Resets { get; private set; }

    /// <summary>Pulls one page and applies it.</summary>
    /// <returns>True when there is more.</returns>
    public async Task<bool> PullAsync(int limit, TimeSpan wait, bool ack)
    {
        if (Cursor is null)
        {
            await BeginAsync();
            return true;
        }
        var asked = Cursor;
        if (ack) NoteAck(asked);
        var reply = await Ask.SyncAsync(new() { Cursor = asked, Limit = limit, Wait = wait, Ack = ack ? asked : null });
        if (reply is null) return true;

        if (reply.Reset is { Reason: ResetReason.Trimmed }) NoteRepair(asked);
        foreach (var entry in reply.Entries) await ApplyAsync(entry);
        OldCursors.Add(asked);
        Cursor = reply.Cursor;
        if (_repair is not null) await RepairAsync(_repair);
        return reply.More;
    }

    public async Task AckAsync()
    {
        if (Cursor is not { } cursor) return;

        NoteAck(cursor);
        var answer = await _town.CallAsync(Name, $"ack {Show(cursor)}", sync => sync.AckAsync(Caller, cursor));
        SimulationFailure.Unless(answer.Refusal is null or Refusal.Overloaded, "I5", () => $"{Name}: {answer.Refusal} for an ack.");
    }

    /// <summary>What it holds of a conversation; null unless all of it was loaded.</summary>
    public LocalConversation? Find(ConversationId id) =>
        _held.GetValueOrDefault(id) is { IsLoaded: true } local ? local : null;

    public LocalConversation Hold(ConversationId id)
    {
        if (!_held.TryGetValue(id, out var local)) _held[id] = local = new();
        return local;
    }

    /// <summary>The user opens everything. Conversations that they left tell of mutations by their <c>mutationHead</c> alone.</summary>
    public async Task OpenAllAsync()
    {
        foreach (var (id, local) in _held.Where(one => one.Value is { IsLoaded: true, Left: true }).OrderBy(one => one.Key))
            if ((await Ask.ShowAsync(id)).MutationHead.Value > local.Mutation)
                await _loading.MutationsAsync(id, local.Mutation);
    }

    /// <summary>A new device: the head, the list, what the list names, and then on from that head.</summary>
    private async Task BeginAsync()
    {
        var reply = await Ask.SyncAsync(new() { Limit = 0 });
        if (reply is null) return;

        _held.Clear();
        await foreach (var listed in _loading.ListAsync(null)) await _loading.LoadAsync(listed.Id);
        Cursor = reply.Head;
    }

    private void NoteRepair(string asked)
    {
        Resets++;
        var loaded = _held.Where(one => one.Value.IsLoaded).ToList();
        _repair ??= new(asked,
            loaded.ToDictionary(one => one.Key, one => one.Value.Newest),
            loaded.ToDictionary(one => one.Key, one => one.Value.Mutation));
    }

    /// <summary>Page by page; whatever dies in the middle of it, it begins again from what was noted.</summary>
    private async Task RepairAsync(Repair repair)
    {
        await foreach (var listed in _loading.ListAsync(repair.Since))
        {
            if (Find(listed.Id) is not { } local || !repair.Newest.TryGetValue(listed.Id, out var newest))
            {
                await _loading.LoadAsync(listed.Id);
                continue;
            }
            local.Show(listed);
            await _loading.MutationsAsync(listed.Id, repair.Mutations[listed.Id]);
            await _loading.HiddenAsync(listed.Id);
            if (listed.MemberCount <= Limits.SmallGroupMembersMax) await _loading.MembersAsync(listed.Id);
            await _loading.RoamOnAsync(listed.Id, newest);
        }
        _repair = null;
        _town.Trace.Write(Name, $"repaired all since {Show(repair.Since)}");
    }

    private async Task ApplyAsync(Delivery entry)
    {
        if (entry.Conversation is not { } id) return;

        var local = Find(id);
        if (local is null ? IsNews(entry.Content) : IsOwnChange(entry.Content))
        {
            await _loading.LoadAsync(id);
            return;
        }
        if (local is not null) await ApplyAsync(id, local, entry);
    }

    private async Task ApplyAsync(ConversationId id, LocalConversation local, Delivery entry)
    {
        switch (entry.Content)
        {
            case EntryContent.Message:
                local.Add(entry.Message!);
                if (local.Unlisted) local.Show(await Ask.ShowAsync(id));
                break;
            case EntryContent.Mutated:
                // Its message may show a later mutation than the entry tells of, and others lie between: only reading
                // `mutations` moves the position that is known.
                local.Add(entry.Message!);
                break;
            case EntryContent.Hidden(var from, var to, var unlisted):
                local.Hide(from, to);
                local.Unlisted = unlisted;
                break;
            case EntryContent.Read read:
                foreach (var (reader, upTo) in read.Reads) local.Read(reader, upTo, User);
                local.MarkedUnread = read.MarkedUnread ?? local.MarkedUnread;
                break;
            case EntryContent.Conversation(var title):
                local.Title = title;
                break;
            case EntryContent.Member member:
                if (!local.Apply(member, User)) await _loading.MembersAsync(id);
                break;
            case EntryContent.Advanced:
                await AdvanceAsync(id, local);
                break;
        }
    }

    private async Task AdvanceAsync(ConversationId id, LocalConversation local)
    {
        var shown = await Ask.ShowAsync(id);
        local.Show(shown);
        if (shown.MemberCount <= Limits.SmallGroupMembersMax) await _loading.MembersAsync(id);
        // Messages first: a mutation of one that is not held yet would look like the newest.
        await _loading.RoamOnAsync(id, local.Newest);
        await _loading.MutationsAsync(id, local.Mutation);
    }

    /// <summary>True for what makes a conversation appear that is not held.</summary>
    private bool IsNews(EntryContent content) => content
        is EntryContent.Message or EntryContent.Advanced or EntryContent.Hidden { Unlisted: false } || IsOwnChange(content);

    /// <summary>Leaving or another role may have taken one's own joining in, and that has made older parts visible.</summary>
    private bool IsOwnChange(EntryContent content) => content is EntryContent.Member member
        && member.Changes.Any(change => change.User == User);

    private void NoteAck(string cursor)
    {
        if (string.CompareOrdinal(cursor, Acked) > 0) Acked = cursor;
    }

    private string Show(string? cursor) => Town.Show(cursor, User);
}
