namespace MessageSync.Http;

/// <summary>What the caller hid.</summary>
/// <param name="Ranges">Ascending: first and last seq of each.</param>
internal sealed record HiddenShape(IReadOnlyList<IReadOnlyList<long>> Ranges)
{
    public static HiddenShape Of(HiddenRanges hidden) =>
        new([.. hidden.Ranges.Select(range => (IReadOnlyList<long>)[range.From.Value, range.To.Value])]);
}

/// <summary>What was edited and recalled.</summary>
/// <param name="Mutations">By newest mutation, each message once.</param>
/// <param name="Head">The newest mutation of all.</param>
/// <param name="More">There are more after these.</param>
internal sealed record MutationsPageShape(IReadOnlyList<MutationShape> Mutations, long Head, bool More)
{
    public static MutationsPageShape Of(MutationsPage page) => new(
        [.. page.Mutations.Select(MutationShape.Of)], page.Head.Value, page.More);
}

/// <summary>A message that was changed.</summary>
/// <param name="Mutation">The number of its newest change.</param>
/// <param name="Seq">Its place.</param>
/// <param name="Message">Its present state.</param>
internal sealed record MutationShape(long Mutation, long Seq, MessageShape Message)
{
    public static MutationShape Of(Timelines.Message message) =>
        new(message.Mutation.Value, message.Seq.Value, MessageShape.Of(message));
}
