using System.Text;
using System.Text.Json;
using MessageSync.Storage;
using MessageSync.Storage.InMemory;

namespace MessageSync.Simulation.Tests.Stores;

/// <summary>A town in memory: late commits of the dead arrive, and every table can be looked into.</summary>
internal sealed class InMemoryTownStore : TownStore
{
    private readonly InMemoryStore _store;

    public InMemoryTownStore() : this(new InMemoryStore(new Epoch("5eed5eed"))) { }

    private InMemoryTownStore(InMemoryStore store) : base(store) => _store = store;

    public override void Abandon(IStoreWriter writer) => ((InMemoryWriter)writer).Abandon();

    public override IReadOnlyCollection<string> ReadTables()
    {
        var state = _store.State;
        var bodies = state.Timelines.Values.SelectMany(timeline => timeline.Messages)
            .Select(row => row.Message.Body).OfType<Timelines.MessageBody>().Select(body => Encoding.UTF8.GetString(body.Bytes.Span));
        var journals = state.Journals.Values.SelectMany(journal => journal.Rows).Select(row => JsonSerializer.Serialize(row));
        var lags = state.Lags.Values.Select(lag => JsonSerializer.Serialize(lag));
        var entries = state.Inboxes.Values.SelectMany(inbox => inbox.Entries).Select(entry => JsonSerializer.Serialize(entry));
        return [.. bodies, .. journals, .. lags, .. entries];
    }
}
