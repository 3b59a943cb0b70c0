using System.Text.Json.Serialization;

namespace MessageSync.Client;

/// <summary>
/// The shapes of the wire and of the store as JSON: camelCase, null members left out, unknown members ignored, an
/// entry's
/// <c>kind</c> anywhere in it.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(SyncReply))]
[JsonSerializable(typeof(InboxEntry))]
[JsonSerializable(typeof(ConversationList))]
[JsonSerializable(typeof(Conversation))]
[JsonSerializable(typeof(RoamingPage))]
[JsonSerializable(typeof(MutationsPage))]
[JsonSerializable(typeof(HiddenRanges))]
[JsonSerializable(typeof(MembersPage))]
[JsonSerializable(typeof(SendReceipt))]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(SomeMessages))]
[JsonSerializable(typeof(DeviceList))]
[JsonSerializable(typeof(DevelopmentToken))]
[JsonSerializable(typeof(Explanation))]
[JsonSerializable(typeof(NotifyReceipt))]
[JsonSerializable(typeof(StreamPosition))]
[JsonSerializable(typeof(Reset))]
[JsonSerializable(typeof(Signal))]
[JsonSerializable(typeof(DeviceState))]
[JsonSerializable(typeof(ConversationState))]
[JsonSerializable(typeof(Membership))]
[JsonSerializable(typeof(OutboxItem))]
public sealed partial class ClientJson : JsonSerializerContext;
