using System.Text.Json;
using MessageSync.Silo.Tests.Processes.Crashes;

namespace MessageSync.Orleans.Tests.Faults;

/// <summary>A device that holds a stream, and opens another one where that ends.</summary>
internal sealed class StreamingDevice(string user, string name, int seed, Lives lives, Ledger ledger)
    : Device(user, name, acks: false, seed, lives, ledger)
{
    private readonly string _user = user;
    private readonly string _name = name;
    private readonly Lives _lives = lives;

    public override async Task RunAsync(CancellationToken stop)
    {
        var token = await _lives.TokenAsync(_user, _name);
        while (!stop.IsCancellationRequested) await _lives.StreamAsync(token, Cursor, Take);
    }

    /// <returns>False when it crashed and has to begin where it stored.</returns>
    private bool Take(string name, JsonElement data)
    {
        switch (name)
        {
            case "entry":
                var at = data.GetProperty("cursor").GetString();
                TakePage(JsonElement.Parse($$"""{"entries":[{{data}}],"cursor":"{{at}}","reset":null}"""));
                return Cursor == at;
            case "reset" when Cursor is null:
            case "caught-up":
            // A request of its own that it had given up: a silo that stood still answered it late.
            case "conflict" when _lives.GaveUpStreams:
                return true;
            default:
                throw new InvalidOperationException($"The stream of {this} at {Cursor} says {name}: {data}");
        }
    }
}
