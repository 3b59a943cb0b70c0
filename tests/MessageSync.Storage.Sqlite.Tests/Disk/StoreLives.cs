using System.Text;
using MessageSync.Conformance;
using MessageSync.Inboxes;
using MessageSync.Storage.Sqlite.Engine;
using MessageSync.TestDisk;
using MessageSync.Timelines;

namespace MessageSync.Storage.Sqlite.Tests.Disk;

/// <summary>
/// A store on a disk that fails, opened, written to and cut off again and again. What was acknowledged is compared with
/// what is there after each opening; a batch whose outcome nobody learned is there whole or not at all.
/// </summary>
internal sealed class StoreLives : IDisposable
{
    private const int BatchesMax = 60;
    private const int CallsMax = 4000;
    private static readonly IReadOnlyList<ConversationId> s_conversations =
        [.. Enumerable.Range(0, 4).Select(i => new ConversationId($"c{i}"))];

    private static readonly InboxFacts s_noFacts =
        new(new Dictionary<ConversationId, ChangeNo>(), new Dictionary<MergeKey, IReadOnlyList<InboxEntry>>());

    private readonly TemporaryFolder _folder = new();
    private readonly Random _random;
    private Truth _truth = Truth.Empty;
    private Truth? _doubt;
    private int _keys;

    public StoreLives(int seed)
    {
        _random = new(seed);
        Disk = new(_folder.DataFolder, seed);
    }

    public FaultyDisk Disk { get; }

    /// <summary>Batches that were acknowledged.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>One life: opens, compares, writes until the power goes at a drawn call.</summary>
    /// <param name="keepsFiles">True for the mere end of the process, false for a loss of power.</param>
    public async Task LiveAsync(bool keepsFiles)
    {
        Disk.TurnOffAfter(_random.Next(1, CallsMax));
        try
        {
            await LiveAsync(BatchesMax, () => { }, turnsOff: false);
        }
        catch (Exception cut) when (
            cut is StoreUnavailableException or StoreStartException && (Disk.IsOff || Disk.Fault is not null))
        {
            // The store says that it cannot, as it should.
        }
        if (keepsFiles) Disk.Restart();
        else Disk.LosePower();
    }

    /// <summary>One life that ends, as by <c>kill -9</c>, after so many batches; the files are left as they
    /// lie.</summary>
    /// <param name="batches">How many.</param>
    /// <param name="opened">Called when it is open.</param>
    public async Task LiveAsync(int batches, Action opened)
    {
        try
        {
            await LiveAsync(batches, opened, turnsOff: true);
        }
        catch (StoreUnavailableException) when (Disk.IsOff)
        {
            // It died on the way.
        }
        Disk.Restart();
    }

    /// <summary>Compares what is there with what was acknowledged, on a sound disk.</summary>
    public async Task CheckAsync()
    {
        Disk.Fault = null;
        await using (var store = await _folder.OpenAsync(readers: 1)) await CheckAsync(store);
        using var db = Database.Open(_folder.Database, readOnly: true);
        using var row = db.Sql("PRAGMA integrity_check");
        Assert.True(row.Step());
        Assert.Equal("ok", row.Text(0));
    }

    public void Dispose()
    {
        Disk.Dispose();
        _folder.Dispose();
    }

    private async Task LiveAsync(int batches, Action opened, bool turnsOff)
    {
        await using var store = await _folder.OpenAsync(readers: 1);
        await CheckAsync(store);
        await using var writer = store.OpenWriter();
        await writer.TakeOverAsync(default);
        opened();
        await WriteAsync(store, writer, batches);
        if (turnsOff) Disk.TurnOffAfter(0);
    }

    private async Task WriteAsync(SqliteStore store, IStoreWriter writer, int batches)
    {
        using var reader = new LongReader(_folder.Database, _random);
        for (var batch = 1; batch <= batches && !Disk.IsOff; batch++)
        {
            reader.Turn();
            var (writes, after) = await DecideAsync(store);
            _doubt = after;
            if (!await IsStoredAsync(writer, batch, writes, reader)) after = _truth;
            else Acknowledged++;
            (_truth, _doubt) = (after, null);
        }
    }

    /// <summary>Commits, as group commit does.</summary>
    private async Task<bool> IsStoredAsync(
        IStoreWriter writer, long batch, IReadOnlyList<StoreWrite> writes, LongReader reader)
    {
        try
        {
            var outcomes = await writer.CommitAsync(batch, writes, default);
            Assert.All(outcomes, outcome => Assert.Equal(WriteOutcome.Stored, outcome));
            return true;
        }
        catch (StoreUnavailableException) when (!Disk.IsOff)
        {
            // Ask, until the power goes.
        }
        while (true)
        {
            try
            {
                return await writer.FenceAsync(batch, default) is not null;
            }
            catch (StoreUnavailableException) when (!Disk.IsOff)
            {
                // Again; others do not read for ever.
                reader.Dispose();
            }
        }
    }

    private async Task<(IReadOnlyList<StoreWrite> Writes, Truth After)> DecideAsync(SqliteStore store)
    {
        var (writes, after) = (new List<StoreWrite>(), _truth);
        foreach (var id in s_conversations.Where(_ => _random.Next(2) == 0).DefaultIfEmpty(s_conversations[0]))
        {
            var state = await store.Timelines.LoadAsync(id, default);
            var texts = Enumerable.Range(0, _random.Next(1, 5)).Select(_ => Text()).ToList();
            List<TimelineCommand> commands = [.. texts.Select(text => Samples.Send(Samples.Ann, text, $"k{++_keys}"))];
            if (state is null) commands.Insert(0, Samples.Create(Samples.Ann));
            writes.Add(StoreDriver.Decide(id, state, Samples.Noon, commands));
            after = after.With(id, texts);
        }
        var inbox = await store.Inboxes.LoadAsync(Samples.Bob, default);
        var offer = Offers.Message(s_conversations[0], inbox.Head.Value + 1);
        writes.Add(new InboxWrite(inbox.Decide([offer], s_noFacts, Samples.Noon)!, null));
        return (writes, after with { Entries = after.Entries + 1 });
    }

    private string Text() =>
        $"text {_keys} ".PadRight(_random.Next(10) == 0 ? _random.Next(60_000) : _random.Next(1, 3000), '.');

    private async Task CheckAsync(SqliteStore store)
    {
        var found = Truth.Empty with
        {
            Entries = (await store.Inboxes.LoadAsync(Samples.Bob, default)).Head.Value,
        };
        foreach (var id in s_conversations)
        {
            if (await store.Timelines.LoadAsync(id, default) is not { } state) continue;

            var messages = await store.Timelines.ReadMessagesAsync(
                [new(id, new(1), state.Head)], Samples.AnyBytes, default);
            Assert.Equal(state.Head.Value, messages.Count);
            found = found.With(id, messages.Select(message => Encoding.UTF8.GetString(message.Body!.Bytes.Span)));
        }
        var (shown, was, maybe) = (found.ToString(), _truth.ToString(), _doubt?.ToString());
        Assert.True(
            shown == was || shown == maybe,
            $"There is\n{shown}\nbut acknowledged was\n{was}\nand asked for was\n{maybe}");
        (_truth, _doubt) = (found, null);
    }

    /// <summary>What a store holds.</summary>
    /// <param name="Texts">The messages of each conversation.</param>
    /// <param name="Entries">How many entries an Inbox has.</param>
    private sealed record Truth(IReadOnlyDictionary<ConversationId, IReadOnlyList<string>> Texts, long Entries)
    {
        public static Truth Empty { get; } = new(new Dictionary<ConversationId, IReadOnlyList<string>>(), 0);

        public Truth With(ConversationId id, IEnumerable<string> more)
        {
            var texts = Texts.ToDictionary();
            texts[id] = [.. texts.GetValueOrDefault(id, []), .. more];
            return this with { Texts = texts };
        }

        public override string ToString() => string.Join('\n', Texts.OrderBy(one => one.Key).Select(
            one => $"{one.Key}: {string.Join(' ', one.Value.Select(text => $"{text.Split(' ')[1]}+{text.Length}"))}"))
            + $"\nentries: {Entries}";
    }
}
