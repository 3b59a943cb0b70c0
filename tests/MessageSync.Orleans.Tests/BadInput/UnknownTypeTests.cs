using System.Reflection;
using System.Runtime.CompilerServices;
using MessageSync.Orleans.Tests.Support;
using MessageSync.Storage;
using MessageSync.Timelines;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization.Configuration;
using Orleans.Serialization.Invocation;
using Orleans.Serialization.TypeSystem;

namespace MessageSync.Orleans.Tests.BadInput;

/// <summary>Silo and client are of two versions: one sends something that the other does not know.</summary>
public sealed class UnknownTypeTests
{
    private const string Recall = "messagesync.recall";
    private const string NotFound = "messagesync.refusal.conversation-not-found";

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

        AssertOtherVersion(failure);
        Assert.Equal(new SeqNo(2), sent.Value!.Seq);
        Assert.All(page.Value!.Messages, message => Assert.Equal(MessageState.Sent, message.State));
    }

    [Fact]
    public async Task A_method_that_the_silo_does_not_know_is_refused_and_changes_nothing()
    {
        await using var cluster = await Cluster.StartAsync(
            1, more: silo => silo.Services.PostConfigure<TypeManifestOptions>(types => Forget(types, "SendAsync")));
        var (ann, tea) = (Cluster.As("ann"), new ConversationId("tea"));
        await cluster.Client.CreateGroupAsync(ann, tea, new([]));

        var failure = await Record.ExceptionAsync(
            () => cluster.Client.SendAsync(ann, tea, new("k1"), Cluster.Text("One")));
        var page = await cluster.Client.RoamAsync(ann, tea, new RoamingAnchor.Newest());

        AssertOtherVersion(failure);
        Assert.Empty(page.Value!.Messages);
    }

    [Fact]
    public async Task An_answer_that_the_client_does_not_know_is_told_as_such()
    {
        await using var cluster = await Cluster.StartAsync(
            1, more: silo => silo.Services.PostConfigure<TypeManifestOptions>(types =>
            {
                types.WellKnownTypeAliases.Remove(NotFound, out var refusal);
                types.WellKnownTypeAliases.Add(NotFound + "-of-tomorrow", refusal!);
            }));
        var (ann, tea) = (Cluster.As("ann"), new ConversationId("tea"));

        var failure = await Record.ExceptionAsync(
            () => cluster.Client.SendAsync(ann, tea, new("k1"), Cluster.Text("One")));
        await cluster.Client.CreateGroupAsync(ann, tea, new([]));
        var sent = await cluster.Client.SendAsync(ann, tea, new("k1"), Cluster.Text("One"));

        AssertOtherVersion(failure);
        Assert.Equal(new SeqNo(1), sent.Value!.Seq);
    }

    private static void AssertOtherVersion(Exception? failure) => Assert.StartsWith(
        "The silo that was asked and this program are of different versions",
        Assert.IsType<StoreUnavailableException>(failure).Message, StringComparison.Ordinal);

    /// <summary>As if the calls of a method had not been there yet when the silo was made.</summary>
    private static void Forget(TypeManifestOptions types, string method)
    {
        var calls = types.Serializers
            .SelectMany(codec => codec.GetInterfaces().Where(one => one.IsGenericType))
            .Select(codec => codec.GenericTypeArguments[0])
            .Where(type => type is { IsAbstract: false, ContainsGenericParameters: false }
                && type.IsAssignableTo(typeof(IInvokable))
                && ((IInvokable)RuntimeHelpers.GetUninitializedObject(type)).GetMethodName() == method);
        var call = Assert.Single(calls);
        types.Serializers.RemoveWhere(codec => codec.Name.EndsWith(call.Name, StringComparison.Ordinal));
        types.Copiers.RemoveWhere(copier => copier.Name.EndsWith(call.Name, StringComparison.Ordinal));
        types.Activators.RemoveWhere(activator => activator.Name.EndsWith(call.Name, StringComparison.Ordinal));
        var alias = types.CompoundTypeAliases;
        foreach (var part in call.GetCustomAttribute<CompoundTypeAliasAttribute>()!.Components)
            alias = part is Type type ? alias.Add(type) : alias.Add((string)part);
        Put(alias, null);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_Value")]
    private static extern void Put(CompoundTypeAliasTree alias, Type? type);
}
