namespace MessageSync.Http;

/// <summary>The caller's devices.</summary>
internal static class DeviceEndpoints
{
    public static void MapDevices(this IEndpointRouteBuilder v1)
    {
        v1.MapGet("/devices", ListAsync).WithOperation(Operations.Devices);
        v1.MapDelete("/devices/{device}", ForgetAsync).WithOperation(Operations.ForgetDevice);
    }

    private static async Task<IResult> ListAsync(Call call, IMessageSync sync)
    {
        if (call.ForUsers().Refused() is { } refused) return refused;

        return (await sync.DevicesAsync(call.Caller, call.Aborted)).ToOk(DevicesShape.Of);
    }

    private static async Task<IResult> ForgetAsync(Call call, IMessageSync sync)
    {
        var device = call.Device();
        if (call.ForUsers().Refused() is { } refused) return refused;

        return (await sync.ForgetDeviceAsync(call.Caller, device, call.Aborted)).ToResult();
    }
}
