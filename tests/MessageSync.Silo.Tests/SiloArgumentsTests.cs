namespace MessageSync.Silo.Tests;

public sealed class SiloArgumentsTests
{
    [Theory]
    [InlineData("--MessageSync:MembersMax=10")]
    [InlineData("--MessageSync:MembersMax", "10")]
    [InlineData("--Logging:LogLevel:Default", "Debug", "--MessageSync:MembersMax=10")]
    public void Settings_with_a_section_are_taken(params string[] settings) =>
        Assert.Null(SiloArguments.FirstUnknown(settings));

    [Theory]
    [InlineData("--dta", "--dta", "folder")]
    [InlineData("--dta", "--dta=folder")]
    [InlineData("serv", "serv")]
    [InlineData("--MessageSync:MembersMax", "--MessageSync:MembersMax")]
    [InlineData("extra", "--MessageSync:MembersMax=10", "extra")]
    public void Anything_else_is_named(string unknown, params string[] settings) =>
        Assert.Equal(unknown, SiloArguments.FirstUnknown(settings));

    [Fact]
    public void What_has_an_option_of_its_own_comes_last_and_wins()
    {
        var arguments = new SiloArguments(null, "folder", null, "http://127.0.0.1:0", null, ["--urls", "http://127.0.0.1:1"]);

        Assert.Equal(
            [
                "--urls", "http://127.0.0.1:1",
                $"--MessageSync:Sqlite:DataFolder={Path.GetFullPath("folder")}", "--urls=http://127.0.0.1:0",
            ],
            arguments.ToConfiguration());
    }
}
