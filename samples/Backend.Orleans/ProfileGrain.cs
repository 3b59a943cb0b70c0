namespace Backend;

/// <summary>What a user tells about themselves: the backend's own, MessageSync knows nothing of it.</summary>
[GenerateSerializer, Immutable, Alias("backend.profile")]
public sealed record Profile([property: Id(0)] string Name, [property: Id(1)] string About);

/// <summary>A profile, by user.</summary>
[Alias("backend.IProfile")]
public interface IProfileGrain : IGrainWithStringKey
{
    /// <summary>The profile; until there is one, the user's id as the name.</summary>
    Task<Profile> ReadAsync();

    /// <summary>Stores another one; when it completes, that is durable.</summary>
    Task WriteAsync(Profile profile);
}

/// <summary>Runs in the silos, which load this assembly; its state is in their default grain storage.</summary>
[GrainType("backend.profile")]
public sealed class ProfileGrain([PersistentState("profile")] IPersistentState<ProfileState> stored) : Grain, IProfileGrain
{
    public Task<Profile> ReadAsync() => Task.FromResult(stored.State.Profile ?? new(this.GetPrimaryKeyString(), ""));

    public Task WriteAsync(Profile profile)
    {
        stored.State.Profile = profile;
        return stored.WriteStateAsync();
    }
}

[GenerateSerializer, Alias("backend.profile-state")]
public sealed class ProfileState
{
    [Id(0)] public Profile? Profile { get; set; }
}
