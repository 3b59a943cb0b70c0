using System.Text.RegularExpressions;

namespace MessageSync.Architecture.Tests;

/// <summary>What every source file keeps to.</summary>
public sealed class SourceRuleTests
{
    private const int LinesMax = 350;
    private static readonly string[] Folders = ["src", "silo", "tests", "samples", "bench"];

    [Fact]
    public void Every_file_can_be_read_in_one_go()
    {
        var tooLong = Folders.SelectMany(folder => Checkout.Files(folder, "*.cs"))
            .Where(file => File.ReadLines(file.FullName).Count() >= LinesMax)
            .Select(Checkout.NameOf);

        Assert.Empty(tooLong);
    }

    [Fact]
    public void Tests_wait_for_events_and_never_for_time_to_pass()
    {
        // Spelled so that this file does not match itself. A delay on a clock that the test drives is no waiting.
        var sleep = new Regex(
            @"\b(Task\.Dela[y]\((?!.*[Cc]lock)|Thread\.Slee[p]\b)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));

        var sleeping = Checkout.Files("tests", "*.cs")
            .Where(file => sleep.IsMatch(File.ReadAllText(file.FullName)))
            .Select(Checkout.NameOf);

        Assert.Empty(sleeping);
    }

    [Fact]
    public void No_warning_is_switched_off_for_a_whole_file()
    {
        var off = new Regex(@"#pragma warning disable\s*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));

        var files = Folders.SelectMany(folder => Checkout.Files(folder, "*.cs"))
            .Where(file => off.IsMatch(File.ReadAllText(file.FullName)))
            .Select(Checkout.NameOf);

        Assert.Empty(files);
    }
}
