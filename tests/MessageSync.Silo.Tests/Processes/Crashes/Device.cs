using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace MessageSync.Silo.Tests.Processes.Crashes;

/// <summary>
/// A device that syncs, page by page, waiting where there is nothing. It stores what it has and its cursor now and
/// then; when it crashes itself it goes on from there. One that acks acks only what it stored, and after a crash asks
/// for what follows its ack.
/// </summary>
[SuppressMessage("Performance", "CA1852", Justification = "Where the cluster is tested, one that streams derives from it.")]
internal class Device(string user, string name, bool acks, int seed, Lives lives, Ledger ledger)
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);
    private readonly List<Received> _received = [];
    private readonly Dictionary<string, long> _heads = new(StringComparer.Ordinal);
    private string? _cursor;
    private int _stored;
    private string? _storedCursor;
    private bool _crashed;
    private bool _isSteady;

    /// <summary>Who it is, for the failure text.</summary>
    public override string ToString() => $"{user}/{name}";

    public string User => user;

    /// <summary>What it has, in the order of its Inbox.</summary>
    public IReadOnlyList<Received> Received
    {
        get
        {
            lock (_gate) return [.. _received];
        }
    }

    /// <summary>The last place of a conversation that it has.</summary>
    public long HeadOf(string conversation)
    {
        lock (_gate) return _heads.GetValueOrDefault(conversation);
    }

    /// <summary>Syncs until told to stop.</summary>
    public virtual async Task RunAsync(CancellationToken stop)
    {
        var token = await lives.TokenAsync(user, name);
        while (!stop.IsCancellationRequested)
        {
            var (_, page) = await lives.CallAsync(token, Path());
            if (stop.IsCancellationRequested) return;

            TakePage(page);
        }
    }

    /// <summary>From now on it does not crash any more: what it has can be looked at.</summary>
    public void Steady()
    {
        lock (_gate) _isSteady = true;
    }

    /// <summary>The position after what it has; null for none.</summary>
    protected string? Cursor
    {
        get
        {
            lock (_gate) return _cursor;
        }
    }

    /// <summary>Takes what came.</summary>
    protected void TakePage(JsonElement page)
    {
        lock (_gate) Take(page);
        ledger.Deliver(page.GetProperty("entries").GetArrayLength());
    }

    private string Path()
    {
        lock (_gate)
        {
            // The ack alone tells where to go on.
            var cursor = _cursor is null || (_crashed && acks) ? "" : $"&cursor={_cursor}";
            var ack = acks && _storedCursor is not null && _random.Next(3) == 0 ? $"&ack={_storedCursor}" : "";
            return string.Create(
                CultureInfo.InvariantCulture, $"/v1/inbox?wait={Lives.WaitMilliseconds}&limit={_random.Next(1, 60)}{cursor}{ack}");
        }
    }

    private void Take(JsonElement page)
    {
        var fresh = _cursor is null || (_crashed && acks);
        var asked = fresh ? null : _cursor;
        _crashed = false;
        Must(fresh || page.GetProperty("reset").ValueKind == JsonValueKind.Null, page, "is a reset");
        foreach (var entry in page.GetProperty("entries").EnumerateArray())
        {
            var previous = entry.GetProperty("previous").GetString()!;
            Must(asked is null || previous == asked, page, $"does not follow {asked}");
            asked = entry.GetProperty("cursor").GetString()!;
            // What it acked last may have been lost: then it has this already.
            if (_cursor is not null && string.CompareOrdinal(asked, _cursor) <= 0) continue;

            Must(_cursor is null || previous == _cursor, page, $"leaves out what is after {_cursor}");
            Add(asked, entry, page);
            _cursor = asked;
        }
        var end = page.GetProperty("cursor").GetString()!;
        if (_cursor is null || string.CompareOrdinal(end, _cursor) > 0) _cursor = end;
        StoreOrCrash();
    }

    private void Add(string cursor, JsonElement entry, JsonElement page)
    {
        if (entry.GetProperty("kind").GetString() != "message")
        {
            _received.Add(new(cursor, entry.GetProperty("conversation").GetString()!, 0, "", "", ""));
            return;
        }
        var message = entry.GetProperty("message");
        var seq = message.GetProperty("seq").GetInt64();
        var received = new Received(cursor, Text("conversation"), seq, Text("sender"), Text("sendKey"), Text("body"));
        var head = _heads.GetValueOrDefault(received.Conversation);
        Must(received.Seq == head + 1, page, $"has {received.Conversation} {received.Seq} after {head}");
        _heads[received.Conversation] = received.Seq;
        _received.Add(received);

        string Text(string member) => message.GetProperty(member).GetString()!;
    }

    private void StoreOrCrash()
    {
        if (_random.Next(4) == 0) (_stored, _storedCursor) = (_received.Count, _cursor);
        else if (!_isSteady && _random.Next(12) == 0)
        {
            _received.RemoveRange(_stored, _received.Count - _stored);
            _cursor = _storedCursor;
            _crashed = true;
            _heads.Clear();
            foreach (var one in _received.Where(one => one.Seq > 0)) _heads[one.Conversation] = one.Seq;
        }
    }

    private void Must(bool isSo, JsonElement page, string what)
    {
        if (!isSo) throw new InvalidOperationException($"A page for {this} at {_cursor} {what}: {page}");
    }
}

/// <summary>An entry as a device has it.</summary>
/// <param name="Cursor">Its position.</param>
/// <param name="Conversation">Where it happened.</param>
/// <param name="Seq">The message's place; 0 of an instruction.</param>
/// <param name="Sender">Of a message.</param>
/// <param name="Key">Of a message.</param>
/// <param name="Body">Of a message.</param>
internal sealed record Received(string Cursor, string Conversation, long Seq, string Sender, string Key, string Body);
