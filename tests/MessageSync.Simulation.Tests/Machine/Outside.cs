namespace MessageSync.Simulation.Tests.Machine;

/// <summary>Work on other threads, for which the whole simulation stands still: it takes no fake time.</summary>
internal static class Outside
{
    public static T Wait<T>(Func<Task<T>> work)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return work().GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }
}
