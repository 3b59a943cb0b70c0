using Microsoft.Extensions.Logging;

namespace MessageSync.Client;

/// <summary>Carries a device's requests. Never throws: no answer is <see cref="DeviceReply.Lost"/>.</summary>
internal sealed class DeviceTransport(MessageSyncApi api, ILogger logger)
{
    public async Task<DeviceReply> AskAsync(DeviceRequest request, CancellationToken ct)
    {
        try
        {
            return await CarryAsync(request, ct).ConfigureAwait(false);
        }
        catch (MessageSyncException refused)
        {
            logger.Refused(request.GetType().Name, refused.Slug, refused.Detail);
            return new DeviceReply.Refused(refused.Slug, refused.RetryAfter);
        }
        catch (AnswerLostException lost)
        {
            logger.AnswerLost(request.GetType().Name, lost.Message);
            return new DeviceReply.Lost(lost.RetryAfter, lost.HasBegun);
        }
        catch (ArgumentException wrong)
        {
            // What can never be put on the wire is not tried for ever.
            logger.Refused(request.GetType().Name, "invalid-request", wrong.Message);
            return new DeviceReply.Refused("invalid-request");
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return new DeviceReply.Lost();
        }
#pragma warning disable CA1031 // The token provider is the user's: whatever it throws, there is no token now.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.NoToken(exception, request.GetType().Name);
            return new DeviceReply.Lost();
        }
    }

    private async Task<DeviceReply> CarryAsync(DeviceRequest request, CancellationToken ct)
    {
        switch (request)
        {
            case DeviceRequest.Sync(var cursor, var acked, var limit, var wait):
                return new DeviceReply.Synced(
                    await api.SyncAsync(cursor, limit, wait, acked, ct).ConfigureAwait(false));
            case DeviceRequest.Ack(var cursor):
                await api.AckAsync(cursor, ct).ConfigureAwait(false);
                return new DeviceReply.Done();
            case DeviceRequest.List(var page, var lostAfter, var limit, var isById):
                return new DeviceReply.Listed(
                    await api.ListAsync(page, limit, isById, lostAfter: lostAfter, ct: ct).ConfigureAwait(false));
            case DeviceRequest.Show(var id):
                return new DeviceReply.Shown(await api.ShowAsync(id, ct).ConfigureAwait(false));
            case DeviceRequest.Roam(var id, var anchor, var limit):
                return new DeviceReply.Roamed(await api.RoamAsync(id, anchor, limit, ct).ConfigureAwait(false));
            case DeviceRequest.Mutations(var id, var after, var limit):
                return new DeviceReply.MutationsRead(
                    await api.MutationsAsync(id, after, limit, ct).ConfigureAwait(false));
            case DeviceRequest.Hidden(var id):
                return new DeviceReply.HiddenRead(await api.HiddenAsync(id, ct).ConfigureAwait(false));
            case DeviceRequest.Members(var id, var after, var limit):
                return new DeviceReply.MembersRead(
                    await api.MembersAsync(id, after, limit, ct).ConfigureAwait(false));
            case DeviceRequest.Order(var id, DeviceCommand.Send send):
                return new DeviceReply.Sent(await api.SendAsync(id, send, ct).ConfigureAwait(false));
            case DeviceRequest.Order(var id, var command):
                await DoAsync(id, command, ct).ConfigureAwait(false);
                return new DeviceReply.Done();
            default:
                throw new ArgumentException($"{request.GetType().Name} is of no operation.", nameof(request));
        }
    }

    private Task DoAsync(string conversation, DeviceCommand command, CancellationToken ct) => command switch
    {
        DeviceCommand.Edit edit => api.EditAsync(conversation, edit, ct),
        DeviceCommand.Recall(var seq) => api.RecallAsync(conversation, seq, ct),
        DeviceCommand.Hide hide => api.HideAsync(conversation, hide, ct),
        DeviceCommand.Read read => api.ReadAsync(conversation, read, ct),
        _ => throw new ArgumentException($"{command.GetType().Name} is of no operation.", nameof(command)),
    };
}
