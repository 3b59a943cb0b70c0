using MessageSync.Timelines;

namespace MessageSync.Grains;

/// <summary>The only writer of one conversation, and the door to its history. Commands run one after the other; reads
/// never wait for them. Everything that crosses is immutable.</summary>
public interface ITimelineGrain
{
    /// <summary>Makes the conversation, or finds it made. True when it is new.</summary>
    Task<Answer<Created>> CreateAsync(CreateConversation command);

    /// <summary>Sends a message.</summary>
    Task<Answer<SendReceipt>> SendAsync(SendMessage command);

    /// <summary>Changes members, title, a message or the caller's read position.</summary>
    Task<Answer<Done>> ChangeAsync(TimelineCommand command);

    /// <summary>A page of the history.</summary>
    Task<Answer<RoamingPage>> RoamAsync(Caller caller, RoamingAnchor anchor, int limit, CancellationToken ct);

    /// <summary>Certain messages, in the order asked for.</summary>
    Task<Answer<SomeMessages>> SomeAsync(Caller caller, IReadOnlyList<SeqNo> seqs, CancellationToken ct);

    /// <summary>A page of what was edited and recalled.</summary>
    Task<Answer<MutationsPage>> MutationsAsync(Caller caller, ChangeNo after, int limit, CancellationToken ct);

    /// <summary>What the caller hid.</summary>
    Task<Answer<HiddenRanges>> HiddenAsync(Caller caller, CancellationToken ct);

    /// <summary>A page of the members.</summary>
    Task<Answer<MembersPage>> MembersAsync(Caller caller, UserId? after, int limit, CancellationToken ct);

    /// <summary>Who hears a signal of the caller.</summary>
    Task<Answer<Audience>> AudienceAsync(Caller caller, CancellationToken ct);

    /// <summary>While the lease lasts, <paramref name="hints"/> hears when the conversation moved on as a large group: one
    /// round in <see cref="MessageSyncOptions.AdvanceRound"/>.</summary>
    Task WatchAsync(IHints hints);
}

/// <summary>Who hears a signal.</summary>
/// <param name="Users">The present members; nobody in a large group.</param>
public sealed record Audience(IReadOnlyList<UserId> Users);

/// <summary>A conversation exists.</summary>
/// <param name="IsNew">It did not before.</param>
public sealed record Created(bool IsNew);
