using System.Security.Cryptography;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;

namespace MessageSync.Http.Tests;

public sealed class AuthOptionsTests
{
    [Fact]
    public async Task Without_a_key_the_host_does_not_start_and_says_what_to_set()
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(
            () => TestApp.StartAsync(configuration: ("Unrelated", "x")));

        Assert.Contains("MessageSync:Auth:Keys:0:Kid", failure.Message, StringComparison.Ordinal);
        Assert.Contains("environment Development", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Development_mode_needs_no_key() => Assert.True(Validate(new(), development: true).Succeeded);

    [Fact]
    public void A_key_of_each_kind_is_fine()
    {
        using var rsa = RSA.Create(2048);
        var file = Path.GetTempFileName();
        File.WriteAllText(file, rsa.ExportSubjectPublicKeyInfoPem());

        var result = Validate(With(
            new() { Kid = "a", Algorithm = "HS256", Secret = new('x', 32) },
            new() { Kid = "b", Algorithm = "HS256", SecretBase64 = Convert.ToBase64String(new byte[32]) },
            new() { Kid = "c", Algorithm = "RS256", PublicKeyPem = rsa.ExportRSAPublicKeyPem() },
            new() { Kid = "d", Algorithm = "RS256", PublicKeyFile = file }));

        Assert.True(result.Succeeded, result.FailureMessage);
        File.Delete(file);
    }

    [Theory]
    [InlineData("", "HS256", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", null, "Kid must")]
    [InlineData("development", "HS256", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", null, "taken by development mode")]
    [InlineData("k", "HS256", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", null, "at least 32 bytes")]
    [InlineData("k", "HS512", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", null, "HS256 or RS256")]
    [InlineData("k", "none", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", null, "HS256 or RS256")]
    [InlineData("k", "", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", null, "HS256 or RS256")]
    [InlineData("k", "HS256", null, null, "exactly one of")]
    [InlineData("k", "HS256", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "pem", "exactly one of")]
    [InlineData("k", "HS256", null, "pem", "HS256 needs")]
    [InlineData("k", "RS256", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", null, "RS256 needs")]
    [InlineData("k", "RS256", null, "pem", "not PEM")]
    public void A_bad_key_is_named(string kid, string algorithm, string? secret, string? pem, string expected)
    {
        var result = Validate(With(new SigningKeyOptions
        {
            Kid = kid,
            Algorithm = algorithm,
            Secret = secret,
            PublicKeyPem = pem,
        }));

        Assert.Contains("MessageSync:Auth:Keys:0", result.FailureMessage, StringComparison.Ordinal);
        Assert.Contains(expected, result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_RSA_key_is_refused()
    {
        using var rsa = RSA.Create(1024);

        var result = Validate(With(
            new SigningKeyOptions { Kid = "k", Algorithm = "RS256", PublicKeyPem = rsa.ExportSubjectPublicKeyInfoPem() }));

        Assert.Contains("at least 2048 bits", result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_key_file_is_named()
    {
        var result = Validate(With(
            new SigningKeyOptions { Kid = "k", Algorithm = "RS256", PublicKeyFile = "/no/such/file.pem" }));

        Assert.Contains("/no/such/file.pem", result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_keys_of_one_name_are_refused()
    {
        var key = new SigningKeyOptions { Kid = "k", Algorithm = "HS256", Secret = new('x', 32) };

        Assert.Contains("twice", Validate(With(key, key)).FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void A_skew_beyond_five_minutes_is_refused()
    {
        var options = new MessageSyncAuthOptions { ClockSkew = TimeSpan.FromMinutes(6) };

        Assert.Contains("ClockSkew", Validate(options, development: true).FailureMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1_000_001)]
    public void A_count_of_tokens_beyond_its_bounds_is_refused(int kept)
    {
        var options = new MessageSyncAuthOptions { TokensKept = kept };

        Assert.Contains("TokensKept", Validate(options, development: true).FailureMessage, StringComparison.Ordinal);
    }

    private static MessageSyncAuthOptions With(params SigningKeyOptions[] keys)
    {
        var options = new MessageSyncAuthOptions();
        foreach (var key in keys) options.Keys.Add(key);
        return options;
    }

    private static ValidateOptionsResult Validate(MessageSyncAuthOptions options, bool development = false) =>
        new MessageSyncAuthOptionsValidator(new HostingEnvironment { EnvironmentName = development ? "Development" : "Production" })
            .Validate(null, options);
}
