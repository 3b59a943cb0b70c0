namespace MessageSync.Simulation.Tests.People;

/// <summary>What a device noted when it was told <c>trimmed</c>, before it applied that reply. Kept until all of it is
/// done; a second reset meanwhile keeps it.</summary>
/// <param name="Since">The cursor that it had.</param>
/// <param name="Newest">Per conversation, the newest message it had.</param>
/// <param name="Mutations">Per conversation, the newest mutation it knew.</param>
internal sealed record Repair(
    string Since, IReadOnlyDictionary<ConversationId, long> Newest, IReadOnlyDictionary<ConversationId, long> Mutations);
