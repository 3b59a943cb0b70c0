using MessageSync.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace MessageSync.Silo.Tests;

public sealed class StartFailureTests
{
    public static TheoryData<Exception, string> Failures() => new()
    {
        { new StoreStartException("The folder /data cannot be written."), "The folder /data cannot be written." },
        { new OptionsValidationException("x", typeof(object), ["A is bad.", "B is bad."]), "A is bad. B is bad." },
        { new AggregateException(new StoreStartException("No.")), "No." },
        { new UnauthorizedAccessException("Two\nlines."), "Two lines." },
        {
            new IOException("Failed to bind to address http://127.0.0.1:1: address already in use.", new AddressInUseException("x")),
            "Failed to bind to address http://127.0.0.1:1: address already in use. "
            + "Stop the other program, or choose another address with --urls."
        },
    };

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public void Whatever_is_no_bug_is_told_in_one_line(Exception failure, string sentence) =>
        Assert.Equal(sentence, StartFailure.Sentence(failure));

    [Theory]
    [InlineData("MessageSync:MembersMax", "many")]
    [InlineData("MessageSync:InboxKept", "a week")]
    public void A_setting_of_the_wrong_type_is_named_in_one_line(string setting, string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(setting, value)]).Build();
        var failure = Assert.Throws<InvalidOperationException>(
            () => configuration.GetSection("MessageSync").Bind(new MessageSyncOptions()));

        var sentence = StartFailure.Sentence(failure);

        Assert.Contains($"'{value}' at '{setting}'", sentence, StringComparison.Ordinal);
        Assert.Single(sentence!.Split('\n'));
    }

    [Fact]
    public void A_bug_keeps_its_stack_trace() => Assert.Null(StartFailure.Sentence(new InvalidOperationException("Bug.")));
}
