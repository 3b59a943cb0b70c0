using System.Globalization;

namespace MessageSync.Load.Mixes;

/// <summary>The ids of one run: its own, so that many runs may follow each other on one target.</summary>
/// <param name="run">What tells this run from others, in the alphabet of ids; short.</param>
internal sealed class RunNames(string run)
{
    /// <summary>Names for a run that is like no other.</summary>
    public static RunNames Fresh() => new(Guid.NewGuid().ToString("N")[..8]);

    /// <summary>A user.</summary>
    public UserId User(int number) => new(Of('u', number));

    /// <summary>A conversation.</summary>
    public ConversationId Conversation(int number) => new(Of('c', number));

    /// <summary>The send key of a message.</summary>
    /// <param name="purpose">Keeps messages of different purposes apart.</param>
    /// <param name="number">Which of them.</param>
    public SendKey Key(char purpose, long number) => new(Of(purpose, number));

    private string Of(char kind, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"load-{run}-{kind}{number}");
}

/// <summary>Chance that is the same in every run of the same seed, without a state to share between threads.</summary>
internal static class Scatter
{
    /// <summary>A choice.</summary>
    /// <param name="number">Of which operation.</param>
    /// <param name="purpose">Keeps choices of one operation apart.</param>
    /// <param name="seed">Of the run.</param>
    /// <param name="count">How many there are to choose from, 1 or more.</param>
    /// <returns>0 to <paramref name="count"/> - 1.</returns>
    public static int Pick(long number, int purpose, int seed, int count)
    {
        // The finalizer of SplitMix64: neighbouring numbers end up far apart.
        unchecked
        {
            var z = (ulong)number + ((ulong)(uint)seed << 32) + ((ulong)(uint)purpose * 0x9E3779B97F4A7C15);
            z = (z + 0x9E3779B97F4A7C15) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return (int)((z ^ (z >> 31)) % (ulong)count);
        }
    }
}
