using MessageSync.Storage;
using Microsoft.Extensions.Logging;
using Orleans.Serialization;

namespace MessageSync.Orleans.Grains;

/// <summary>A call that the cluster did not answer has an unknown outcome, like a store that did not: repeating is safe.
/// What a grain itself throws has passed <see cref="GrainFailures"/>; everything else is the cluster's, whatever its type.
/// Callers of MessageSync see no exception of Orleans.</summary>
internal sealed class CallFailures(ILogger<CallFailures> logger) : IOutgoingGrainCallFilter
{
    private const string NoAnswer = "The cluster did not answer; repeating is safe.";

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (Exception failure) when (IsOfCluster(failure, context))
        {
            switch (failure)
            {
                // A type, or a method: of what was sent, or of the answer.
                case SerializerException or TypeLoadException:
                    throw new StoreUnavailableException(
                        "The silo that was asked and this program are of different versions, and one does not know what the "
                        + "other said. Repeating is safe; upgrade silos before clients.", failure);
                case TimeoutException or OrleansException or OperationCanceledException or ObjectDisposedException:
                    break;
                default:
                    logger.CallNotAnswered(failure, context.InterfaceName, context.MethodName);
                    break;
            }
            throw new StoreUnavailableException(NoAnswer, failure);
        }
    }

    /// <summary>A call between parts of MessageSync.</summary>
    public static bool IsOurs(IGrainCallContext context) =>
        context.InterfaceMethod.DeclaringType?.Assembly is { } assembly
        && (assembly == typeof(IMessageSync).Assembly || assembly == typeof(CallFailures).Assembly);

    /// <summary>Its caller gave the call up.</summary>
    public static bool IsGivenUp(Exception failure, IGrainCallContext context) =>
        failure is OperationCanceledException && context.Request.GetCancellationToken().IsCancellationRequested;

    private static bool IsOfCluster(Exception failure, IOutgoingGrainCallContext context) => IsOurs(context)
        && failure is not (StoreUnavailableException or StoreOverloadedException or GrainFailedException)
        && !IsGivenUp(failure, context);
}
