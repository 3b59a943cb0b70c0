using MessageSync.Orleans.Tests.Support;
using MessageSync.Storage;
using MessageSync.Timelines;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization.Configuration;

namespace MessageSync.Orleans.Tests.BadInput;

/// <summary>A client of a later version sends something that the silos do not know.</summary>
public sealed class UnknownTypeTests
{
    private const string Recall = "messagesync.recall";

    [Fact]
    public async Task A_command_of_an_unknown_type_is_refused_and_changes_nothing()
    {
        await using var cluster = await Cluster.StartAsync(2, ofClient: client => client.Services.Configure<TypeManifestOptions>(types =>
        {
            types.WellKnownTypeAliases.Remove(Recall, out var command);
            types.WellKnownTypeAliases.Add(Recall + "-of-tomorrow", command!);
        }));
        var (ann, tea) = (Cluster.As("ann"), new ConversationId("tea"));
        await cluster.Client.CreateGroupAsync(ann, tea, new([]));
        await cluster.Client.SendAsync(ann, tea, new("k1"), Cluster.Text("One"));

        var failure = await Record.ExceptionAsync(() => cluster.Client.RecallAsync(ann, tea, new(1)));
        var sent = await cluster.Client.SendAsync(ann, tea, new("k2"), Cluster.Text("Two"));
        var page = await cluster.In(0).RoamAsync(ann, tea, new RoamingAnchor.Newest());

        Assert.StartsWith(
            "The silo that was asked is of another version", Assert.IsType<StoreUnavailableException>(failure).Message,
            StringComparison.Ordinal);
        Assert.Equal(new SeqNo(2), sent.Value!.Seq);
        Assert.All(page.Value!.Messages, message => Assert.Equal(MessageState.Sent, message.State));
    }
}
