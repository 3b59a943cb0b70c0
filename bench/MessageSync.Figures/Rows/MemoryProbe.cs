using System.Text;
using MessageSync.Figures.Bare;
using MessageSync.Timelines;

namespace MessageSync.Figures.Rows;

/// <summary>What <see cref="MemoryFigure"/> has done in a process of its own.</summary>
internal static class MemoryProbe
{
    /// <summary>How often each of them does it: caches fill with time.</summary>
    private const int Rounds = 5;

    private static readonly MessageBody s_body = new(
        Encoding.UTF8.GetBytes(new string('x', 200)), IsText: true, MessageBody.DefaultContentType);

    /// <summary>Serves a folder, has some of its people do what people do, and measures.</summary>
    /// <param name="dataFolder">Empty, or filled.</param>
    /// <param name="people">How many there are.</param>
    /// <param name="active">How many of them do something, spread evenly.</param>
    public static async Task<Memory> RunAsync(string dataFolder, int people, int active)
    {
        await using var server = await Server.StartAsync(dataFolder);
        var sent = new int[active];
        for (var round = 0; round < Rounds; round++)
            await Parallelism.RunAsync(active, 64, async i => sent[i] += await ActAsync(server.Sync, Caller(i)));
        // Whoever sent has it in the own Inbox, behind what was there.
        await Parallelism.RunAsync(active, 64, async i => await ReadAsync(server.Sync, Caller(i), sent[i]));
        return Memory.Collected();

        Caller Caller(int i) => new(new(BareFolder.User((int)((long)i * people / active))), new("phone"));
    }

    /// <returns>How many messages were sent.</returns>
    private static async Task<int> ActAsync(IMessageSync sync, Caller caller)
    {
        var list = Value(await sync.ListAsync(caller, new()));
        foreach (var conversation in list.Conversations)
        {
            Value(await sync.RoamAsync(caller, conversation.Id, new RoamingAnchor.Newest()));
            Value(await sync.SendAsync(caller, conversation.Id, new(Guid.NewGuid().ToString("N")), s_body));
        }
        return list.Conversations.Count;
    }

    /// <summary>Syncs until everything that was just sent is there, and acks it.</summary>
    private static async Task ReadAsync(IMessageSync sync, Caller caller, int sent)
    {
        SyncReply reply;
        var seen = 0;
        do
        {
            reply = Value(await sync.SyncAsync(caller, new() { Wait = TimeSpan.FromSeconds(10) }));
            if (reply.Entries.Count == 0) throw new InvalidOperationException("A message is missing.");

            seen += reply.Entries.Count(entry => entry.Message is { } message
                && message.Sender == caller.User && message.Seq.Value > BareFolder.Messages);
            Value(await sync.AckAsync(caller, reply.Cursor));
        }
        while (seen < sent);
    }

    private static T Value<T>(Answer<T> answer) where T : class =>
        answer.Value ?? throw new InvalidOperationException($"Refused: {answer.Refusal}.");
}
