using MessageSync.Simulation.Tests.World;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>A line of the contract, looked at when all is at rest.</summary>
internal interface IEveningCheck
{
    /// <exception cref="SimulationFailure">It does not hold.</exception>
    Task CheckAsync(Town town);
}

/// <summary>All of them.</summary>
internal static class EveningChecks
{
    /// <summary>What phones show and have done. They ask for it, so these come first.</summary>
    public static IReadOnlyList<IEveningCheck> OfPhones { get; } =
        [new DevicesAgree(), new CommandsAreAnswered(), new StreamsKeepUp()];

    /// <summary>The last one ends the host.</summary>
    public static IReadOnlyList<IEveningCheck> OfTheTown { get; } =
    [
        new JournalIsCleared(), new AcceptedIsStoredOnce(), new RefusedIsNotStored(), new TimeNeverGoesBack(), new EveryPathAgrees(),
        new ViewsAreExact(), new InboxesKeepTheOrder(), new EveryoneGotIt(), new InboxesMerge(), new InboxesAreBounded(),
        new ResetsAreExact(), new ErasedIsGone(), new AcksAreSaved(), new RestIsPrompt(), new NothingIsLeftBehind(),
    ];
}
