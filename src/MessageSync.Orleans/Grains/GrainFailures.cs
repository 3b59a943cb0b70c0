using MessageSync.Storage;

namespace MessageSync.Orleans.Grains;

/// <summary>Tells what a grain of ours throws from what happens to a call on its way, which is of any type as well.</summary>
internal sealed class GrainFailures : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (Exception failure) when (IsOfGrain(failure, context))
        {
            // Nobody else gives up in the middle of its work.
            if (failure is OperationCanceledException)
                throw new StoreUnavailableException("The silo stops; repeating is safe.", failure);
            throw new GrainFailedException(failure.ToString());
        }
    }

    private static bool IsOfGrain(Exception failure, IIncomingGrainCallContext context) => CallFailures.IsOurs(context)
        && failure is not (StoreUnavailableException or StoreOverloadedException) && !CallFailures.IsGivenUp(failure, context);
}

/// <summary>A grain failed: a fault of MessageSync, or something that cannot be stored.</summary>
/// <param name="text">What it threw, and where.</param>
internal sealed class GrainFailedException(string text) : Exception(text);
