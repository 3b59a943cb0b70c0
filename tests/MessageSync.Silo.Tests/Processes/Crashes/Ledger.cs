using System.Collections.Concurrent;

namespace MessageSync.Silo.Tests.Processes.Crashes;

/// <summary>What senders know: which sends were acknowledged, and as what. Thread-safe.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentDictionary<
        (string Conversation, string Sender, string Key), (long Seq, string Body)> _acks = [];

    private readonly ConcurrentDictionary<string, long> _heads = [];
    private int _begun;
    private int _acknowledged;
    private int _delivered;

    /// <summary>Something happened.</summary>
    public Signal Changed { get; } = new();

    /// <summary>Requests to send that were begun so far.</summary>
    public int Begun => Volatile.Read(ref _begun);

    /// <summary>Acknowledgements so far, repeated ones counted.</summary>
    public int Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>Entries that devices received so far, repeated ones counted.</summary>
    public int Delivered => Volatile.Read(ref _delivered);

    /// <summary>The highest acknowledged place of each conversation.</summary>
    public IReadOnlyDictionary<string, long> Heads => _heads;

    /// <summary>All acknowledged sends.</summary>
    public IReadOnlyDictionary<(string Conversation, string Sender, string Key), (long Seq, string Body)> Acks => _acks;

    public void Begin() => Count(ref _begun, 1);

    public void Deliver(int entries) => Count(ref _delivered, entries);

    /// <summary>A send was acknowledged, the first time or again.</summary>
    public void Acknowledge(string conversation, string sender, string key, string body, long seq)
    {
        var first = _acks.GetOrAdd((conversation, sender, key), (seq, body));
        if (first.Seq != seq)
            throw new InvalidOperationException($"{key} of {sender} in {conversation} got {first.Seq}, then {seq}.");

        _heads.AddOrUpdate(conversation, seq, (_, known) => Math.Max(known, seq));
        Count(ref _acknowledged, 1);
    }

    private void Count(ref int counter, int by)
    {
        Interlocked.Add(ref counter, by);
        Changed.Pulse();
    }
}
