using System.Text;
using MessageSync.Inboxes;

namespace MessageSync.Http;

/// <summary>System notifications, from a backend to a user.</summary>
internal static class NotificationEndpoints
{
    public static void MapNotifications(this IEndpointRouteBuilder v1) =>
        v1.MapPost("/users/{user}/notifications", NotifyAsync).WithOperation(Operations.Notify);

    private static async Task<IResult> NotifyAsync(Call call, IMessageSync sync)
    {
        var user = call.User();
        var json = await call.JsonAsync();
        var key = json.SendKey(call.Faults);
        var name = json.Text("name", 1, Limits.NotificationNameLengthMax);
        var body = json.Utf8("body", Limits.NotificationBytesMax, call.Faults);
        if (call.ForServices().Refused() is { } refused) return refused;

        var notification = new EntryContent.Notification(name, Encoding.UTF8.GetString(body), key);
        var answer = await sync.NotifyAsync(call.Caller, user, notification, call.Aborted);
        return answer.ToResult(receipt => Reply.Made(new NotifyReceiptShape(receipt.Duplicate), !receipt.Duplicate));
    }
}
