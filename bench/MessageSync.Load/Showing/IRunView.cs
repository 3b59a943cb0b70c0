using MessageSync.Load.Measuring;

namespace MessageSync.Load.Showing;

/// <summary>Shows a run while it lasts. Called from any thread.</summary>
internal interface IRunView
{
    /// <summary>The run goes over to its next part.</summary>
    /// <param name="name">preparing, measuring, checking.</param>
    void Phase(string name);

    /// <summary>How much is prepared, 0 to 1.</summary>
    void Prepared(double part);

    /// <summary>How it stands; once a second.</summary>
    void Look(Window window, Recorder recorder);
}
