using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MessageSync.Http;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.People;

/// <summary>What the server says, as a client reads it: through the server's JSON and the client's.</summary>
internal static class Wire
{
    public static Client.SyncReply Of(SyncReply reply) =>
        Read(SyncReplyShape.Of(reply), Client.ClientJson.Default.SyncReply);

    public static Client.ConversationList Of(ConversationList list) =>
        Read(ConversationListShape.Of(list), Client.ClientJson.Default.ConversationList);

    public static Client.Conversation Of(Conversation shown) =>
        Read(ConversationShape.Of(shown), Client.ClientJson.Default.Conversation);

    public static Client.RoamingPage Of(RoamingPage page) =>
        Read(RoamingPageShape.Of(page), Client.ClientJson.Default.RoamingPage);

    public static Client.MutationsPage Of(MutationsPage page) =>
        Read(MutationsPageShape.Of(page), Client.ClientJson.Default.MutationsPage);

    public static Client.HiddenRanges Of(HiddenRanges hidden) =>
        Read(HiddenShape.Of(hidden), Client.ClientJson.Default.HiddenRanges);

    public static Client.MembersPage Of(MembersPage page) =>
        Read(MembersPageShape.Of(page), Client.ClientJson.Default.MembersPage);

    public static Client.SendReceipt Of(SendReceipt receipt) =>
        Read(SendReceiptShape.Of(receipt), Client.ClientJson.Default.SendReceipt);

    public static Client.Message Of(Message message) =>
        Read(MessageShape.Of(message), Client.ClientJson.Default.Message);

    /// <summary>Events as they come out of a connection, each with its id if it has one.</summary>
    public static IReadOnlyList<(Client.StreamEvent Event, string? Id)> Of(IReadOnlyList<StreamEvent> events)
    {
        using var bytes = new MemoryStream();
        var output = PipeWriter.Create(bytes, new(leaveOpen: true));
        var writer = new EventWriter(output);
        foreach (var one in events) writer.Write(one);
        output.Complete();
        bytes.Position = 0;

        var read = new List<(Client.StreamEvent, string?)>();
        foreach (var item in Client.EventStream.Parse(bytes).Enumerate()) read.Add((item.Data!, item.EventId));
        return read;
    }

    public static Client.DeviceReply.Refused Of(Refusal refusal)
    {
        var problem = RefusalProblems.Of(refusal);
        return new(problem.Slug, problem.RetryAfter);
    }

    private static T Read<TShape, T>(TShape shape, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(shape, Json.Options), type)!;
}
