namespace MessageSync.Silo.Tests.Processes;

internal static class Refusals
{
    /// <summary>One plain sentence that names what is wrong, and no stack trace.</summary>
    public static void AssertOneSentence(string errors, string named)
    {
        var lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length == 1, errors);
        Assert.Contains(named, lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", lines[0], StringComparison.Ordinal);
    }
}
