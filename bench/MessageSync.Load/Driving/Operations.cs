using MessageSync.Load.Measuring;
using MessageSync.Load.Mixes;
using MessageSync.Load.Targets;

namespace MessageSync.Load.Driving;

/// <summary>Carries out single operations and tells the recorder what became of each.</summary>
/// <param name="run">What an operation is.</param>
/// <param name="recorder">Told of everything.</param>
/// <param name="window">After its end nothing is tried again.</param>
/// <param name="clock">For the pauses.</param>
/// <param name="retries">True to repeat a refused operation after the time that the refusal names, as one operation
/// whose latency includes the pauses; false to give it up.</param>
internal sealed class Operations(
    Func<long, CancellationToken, Task<Outcome>> run, Recorder recorder, Window window, TimeProvider clock,
    bool retries)
{
    /// <summary>Carries out one operation. Never throws.</summary>
    /// <param name="number">Which.</param>
    /// <param name="intended">When it should have begun.</param>
    /// <param name="ct">Gives up: the operation then counts as unfinished.</param>
    public async Task RunAsync(long number, long intended, CancellationToken ct)
    {
        recorder.Started(intended);
        try
        {
            while (true)
            {
                var began = clock.GetTimestamp();
                var outcome = await run(number, ct);
                if (outcome.Refused is not { } refused)
                {
                    recorder.Succeeded(intended, outcome.Items);
                    return;
                }
                recorder.Refused(began, refused.Slug);
                if (!retries)
                {
                    recorder.GivenUp();
                    return;
                }
                if (window.IsOver)
                {
                    recorder.LeftBehind(intended);
                    return;
                }
                await Task.Delay(refused.RetryAfter, clock, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            recorder.LeftBehind(intended);
        }
        catch (TargetException failure)
        {
            recorder.Failed(failure.Kind);
        }
        catch (Exception bug)
        {
            recorder.Failed(bug.GetType().Name);
        }
    }
}
