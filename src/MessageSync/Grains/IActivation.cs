namespace MessageSync.Grains;

/// <summary>What a grain needs of its host: turns. Between <see cref="Enter"/> and <see cref="Leave"/>, which surround only
/// synchronous code, no other turn of the same grain runs.</summary>
public interface IActivation
{
    /// <summary>Begins a turn.</summary>
    void Enter();

    /// <summary>Ends it.</summary>
    void Leave();
}

/// <summary>A turn as a scope.</summary>
internal readonly ref struct Turn
{
    private readonly IActivation _activation;

    public Turn(IActivation activation)
    {
        _activation = activation;
        activation.Enter();
    }

    public void Dispose() => _activation.Leave();
}
