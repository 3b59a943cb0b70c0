using MessageSync.Storage;
using Orleans.Serialization;

namespace MessageSync.Orleans.Grains;

/// <summary>A call that the cluster did not answer has an unknown outcome, like a store that did not: repeating is safe.
/// Callers of MessageSync see no exception of Orleans.</summary>
internal sealed class CallFailures : IOutgoingGrainCallFilter
{
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException && IsOurs(context))
        {
            throw new StoreUnavailableException("The cluster did not answer; repeating is safe.", failure);
        }
        catch (SerializerException failure) when (IsOurs(context))
        {
            throw new StoreUnavailableException(
                "The silo that was asked is of another version and does not know what it was sent: nothing was stored. Upgrade "
                + "silos before clients, and repeat.", failure);
        }
    }

    private static bool IsOurs(IOutgoingGrainCallContext context) =>
        context.InterfaceMethod.DeclaringType?.Assembly is { } assembly
        && (assembly == typeof(IMessageSync).Assembly || assembly == typeof(CallFailures).Assembly);
}
