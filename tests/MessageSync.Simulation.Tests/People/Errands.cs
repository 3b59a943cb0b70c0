using System.Diagnostics;
using System.Text;
using MessageSync.Client;
using MessageSync.Simulation.Tests.World;
using MessageSync.Storage;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.People;

/// <summary>Carries what a phone asks to the town, and back what the wire would give. It never throws for want of an
/// answer.</summary>
internal sealed class Errands(Town town, Phone phone, Random random)
{
    private readonly Commands _commands = new(town, random);

    private Asking Ask => phone.Ask;

    public async Task<DeviceReply> AskAsync(DeviceRequest request)
    {
        try
        {
            var reply = await CarryAsync(request);
            return town.IsEvening || random.Next(50) > 0 ? reply : new DeviceReply.Lost();
        }
        catch (StoreUnavailableException unknown)
        {
            if (unknown.InnerException is not null) return new DeviceReply.Refused("internal");
            return random.Next(2) == 0
                ? new DeviceReply.Lost()
                : new DeviceReply.Refused("store-unavailable", TimeSpan.FromSeconds(1));
        }
    }

    private async Task<DeviceReply> CarryAsync(DeviceRequest request) => request switch
    {
        DeviceRequest.Sync(var cursor, var acked, var limit, var wait) => Of(
            await Ask.SyncAsync(new() { Cursor = cursor, Ack = acked, Limit = limit, Wait = wait }),
            reply => new DeviceReply.Synced(Wire.Of(reply))),
        DeviceRequest.Ack(var cursor) => Of(await Ask.AckAsync(cursor), _ => new DeviceReply.Done()),
        DeviceRequest.List(var page, var lostAfter, var limit, var isById) => new DeviceReply.Listed(Wire.Of(
            await Ask.ListAsync(new()
            {
                Page = page,
                LostAfter = lostAfter,
                Limit = limit,
                Order = isById ? ListOrder.Id : ListOrder.Recent,
            }))),
        DeviceRequest.Show(var id) => new DeviceReply.Shown(Wire.Of(await Ask.ShowAsync(new(id)))),
        DeviceRequest.Roam(var id, var anchor, var limit) =>
            new DeviceReply.Roamed(Wire.Of(await Ask.RoamAsync(new(id), Of(anchor), limit))),
        DeviceRequest.Mutations(var id, var after, var limit) =>
            new DeviceReply.MutationsRead(Wire.Of(await Ask.MutationsAsync(new(id), after, limit))),
        DeviceRequest.Hidden(var id) => new DeviceReply.HiddenRead(Wire.Of(await Ask.HiddenAsync(new(id)))),
        DeviceRequest.Members(var id, var after, var limit) => new DeviceReply.MembersRead(Wire.Of(
            await Ask.MembersAsync(new(id), after is null ? null : new UserId(after), limit))),
        DeviceRequest.Order(var id, var what) => await OrderAsync(new(id), what),
        _ => throw new UnreachableException($"{request}"),
    };

    private async Task<DeviceReply> OrderAsync(ConversationId id, DeviceCommand what) => what switch
    {
        DeviceCommand.Send(var key, var body, _, _) => Of(
            await _commands.SendAsync(phone.Caller, id, new(key), Text(body)),
            receipt => new DeviceReply.Sent(Wire.Of(receipt))),
        DeviceCommand.Edit(var seq, var version, var body, _, _) => Of(
            await _commands.EditAsync(phone.Caller, id, new(seq), version, Text(body)), _ => new DeviceReply.Done()),
        DeviceCommand.Recall(var seq) => Of(
            await _commands.RecallAsync(phone.Caller, id, new(seq)), _ => new DeviceReply.Done()),
        DeviceCommand.Hide(var from, var to, var unlist) => Of(
            await _commands.HideAsync(phone.Caller, id, from, to, unlist), _ => new DeviceReply.Done()),
        DeviceCommand.Read(var upTo, var unread) => Of(
            await _commands.ReadAsync(phone.Caller, id, upTo, unread), _ => new DeviceReply.Done()),
        _ => throw new UnreachableException($"{what}"),
    };

    private static DeviceReply Of<T>(Answer<T> answer, Func<T, DeviceReply> good) where T : class =>
        answer.Value is { } value ? good(value) : Wire.Of(answer.Refusal!);

    private static RoamingAnchor Of(RoamAnchor anchor) => anchor switch
    {
        RoamAnchor.Before(var seq) => new RoamingAnchor.Before(new(seq)),
        RoamAnchor.After(var seq) => new RoamingAnchor.After(new(seq)),
        RoamAnchor.Around(var seq) => new RoamingAnchor.Around(new(seq)),
        RoamAnchor.At(var time) => new RoamingAnchor.At(time),
        _ => new RoamingAnchor.Newest(),
    };

    private static MessageBody Text(string text) =>
        new(Encoding.UTF8.GetBytes(text), IsText: true, MessageBody.DefaultContentType);
}
