using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace MessageSync.Http.Tests;

public sealed class AuthenticatorTests : IDisposable
{
    private const string Header = """{"alg":"HS256","kid":"test"}""";

    private readonly FixedClock _clock = new();
    private readonly RSA _rsa = RSA.Create(2048);

    public void Dispose() => _rsa.Dispose();

    [Fact]
    public async Task A_good_token_tells_user_device_and_role()
    {
        var user = await CallerAsync(Token("""{"sub":"ann","device":"phone","exp":EXP}"""));
        var service = await CallerAsync(Token("""{"sub":"shop","role":"service","exp":EXP}"""));

        Assert.Equal(new(new("ann"), new DeviceId("phone")), user);
        Assert.Equal(new(new("shop"), null, IsService: true), service);
    }

    [Fact]
    public async Task The_scheme_is_read_in_any_case()
    {
        var (caller, _, problem) = await AskAsync("bEARER " + Token("""{"sub":"ann","exp":EXP}"""), Keys());

        Assert.Null(problem);
        Assert.Equal(new("ann"), caller.User);
    }

    [Theory]
    [InlineData("""{"exp":EXP}""")]
    [InlineData("""{"sub":"","exp":EXP}""")]
    [InlineData("""{"sub":"a b","exp":EXP}""")]
    [InlineData("""{"sub":"..","exp":EXP}""")]
    [InlineData("""{"sub":1,"exp":EXP}""")]
    [InlineData("""{"sub":null,"exp":EXP}""")]
    [InlineData("""{"sub":["ann"],"exp":EXP}""")]
    [InlineData("""{"sub":"ann","sub":"bob","exp":EXP}""")]
    [InlineData("""{"sub":"ann","device":"a/b","exp":EXP}""")]
    [InlineData("""{"sub":"ann","device":["a","b"],"exp":EXP}""")]
    [InlineData("""{"sub":"ann","device":"a","device":"b","exp":EXP}""")]
    [InlineData("""{"sub":"ann","role":["service"],"exp":EXP}""")]
    [InlineData("""{"sub":"ann","role":"member","role":"service","exp":EXP}""")]
    [InlineData("""{"sub":"ann"}""")]
    [InlineData("""{"sub":"ann","exp":"EXP"}""")]
    [InlineData("""{"sub":"ann","exp":null}""")]
    [InlineData("""{"sub":"ann","exp":1e999}""")]
    [InlineData("""{"sub":"ann","exp":EXP,"exp":EXP}""")]
    [InlineData("""{"sub":"ann","exp":EXP,"nbf":"now"}""")]
    [InlineData("""{"sub":"\ud800","exp":EXP}""")]
    [InlineData("""["ann"]""")]
    [InlineData("""{"sub":"ann","exp":EXP""")]
    [InlineData("")]
    public async Task Other_claims_are_refused(string payload) => await AssertRefusedAsync(Token(payload));

    [Theory]
    [InlineData(-29, true)]
    [InlineData(-31, false)]
    [InlineData(0, true)]
    public async Task A_token_ends_at_exp_and_30_seconds(int seconds, bool isFine)
    {
        var expires = _clock.Now.AddSeconds(seconds).ToUnixTimeSeconds();

        var (_, _, problem) = await AskAsync("Bearer " + Tokens.Hs256(Header, $$"""{"sub":"ann","exp":{{expires}}}"""), Keys());

        Assert.Equal(isFine, problem is null);
    }

    [Theory]
    [InlineData(29, true)]
    [InlineData(31, false)]
    public async Task A_token_begins_30_seconds_before_nbf(int seconds, bool isFine)
    {
        var begins = _clock.Now.AddSeconds(seconds).ToUnixTimeSeconds();
        var token = Token($$"""{"sub":"ann","exp":EXP,"nbf":{{begins}}}""");

        var (_, _, problem) = await AskAsync("Bearer " + token, Keys());

        Assert.Equal(isFine, problem is null);
    }

    [Theory]
    [InlineData("""{"alg":"none","kid":"test"}""")]
    [InlineData("""{"alg":"None","kid":"test"}""")]
    [InlineData("""{"alg":"hs256","kid":"test"}""")]
    [InlineData("""{"alg":"HS384","kid":"test"}""")]
    [InlineData("""{"alg":"RS256","kid":"test"}""")]
    [InlineData("""{"alg":"HS256","kid":"other"}""")]
    [InlineData("""{"alg":"HS256","kid":""}""")]
    [InlineData("""{"alg":"HS256","kid":"test","crit":["exp"]}""")]
    [InlineData("""{"kid":"test"}""")]
    [InlineData("{}")]
    [InlineData("not JSON")]
    public async Task Another_header_is_refused(string header) =>
        await AssertRefusedAsync(Tokens.Hs256(header, Payload("""{"sub":"ann","exp":EXP}""")));

    [Fact]
    public async Task An_unsigned_token_is_refused()
    {
        var payload = Tokens.Part(Payload("""{"sub":"ann","exp":EXP}"""));

        await AssertRefusedAsync(Tokens.Part("""{"alg":"none"}""") + "." + payload + ".");
        await AssertRefusedAsync(Tokens.Part("""{"alg":"none","kid":"test"}""") + "." + payload + ".");
        await AssertRefusedAsync(Tokens.Part(Header) + "." + payload + ".");
        await AssertRefusedAsync(Tokens.Part(Header) + "." + payload);
    }

    [Fact]
    public async Task Another_secret_or_a_changed_token_is_refused()
    {
        var good = Token("""{"sub":"ann","exp":EXP}""").Split('.');
        var other = Tokens.Part(Payload("""{"sub":"bob","exp":EXP}"""));

        await AssertRefusedAsync(Tokens.Hs256(Header, Payload("""{"sub":"ann","exp":EXP}"""), new string('x', 40)));
        await AssertRefusedAsync($"{good[0]}.{other}.{good[2]}");
    }

    [Fact]
    public async Task A_public_key_is_no_secret()
    {
        var pem = _rsa.ExportSubjectPublicKeyInfoPem();
        var keys = Keys(new SigningKeyOptions { Kid = "test", Algorithm = "RS256", PublicKeyPem = pem });
        var forged = Tokens.Hs256(Header, Payload("""{"sub":"ann","exp":EXP}"""), pem);
        var good = Tokens.Rs256("""{"alg":"RS256","kid":"test"}""", Payload("""{"sub":"ann","exp":EXP}"""), _rsa);

        Assert.NotNull((await AskAsync("Bearer " + forged, keys)).Problem);
        Assert.Null((await AskAsync("Bearer " + good, keys)).Problem);
    }

    [Fact]
    public async Task A_token_without_kid_uses_the_only_key()
    {
        var token = "Bearer " + Tokens.Hs256("""{"alg":"HS256"}""", Payload("""{"sub":"ann","exp":EXP}"""));
        var one = Keys();
        var two = Keys(Secret("test"), Secret("second"));
        var oneAndDevelopment = Keys();
        oneAndDevelopment.AddDevelopment(SigningKey.OfSecret(DevelopmentKey.Kid, new byte[32]));

        Assert.Null((await AskAsync(token, one)).Problem);
        Assert.NotNull((await AskAsync(token, two)).Problem);
        Assert.Null((await AskAsync(token, oneAndDevelopment)).Problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Basic YW5uOnB3")]
    [InlineData("Bearer x")]
    [InlineData("Bearer a.b.c")]
    [InlineData("Bearer ...")]
    [InlineData("Bearer a.b.c.d.e")]
    public async Task Another_header_value_is_refused(string value) =>
        Assert.Equal("unauthenticated", (await AskAsync(value, Keys())).Problem?.Slug);

    [Fact]
    public async Task Two_tokens_are_refused()
    {
        var token = "Bearer " + Token("""{"sub":"ann","exp":EXP}""");
        var headers = new HeaderDictionary { ["Authorization"] = new([token, token]) };

        Assert.NotNull((await Ask(Keys()).AuthenticateAsync(headers)).Problem);
    }

    [Theory]
    [MemberData(nameof(ParserFuzzTests.Seeds), MemberType = typeof(ParserFuzzTests))]
    public async Task A_mutilated_token_never_throws(int seed)
    {
        var random = new Random(seed);
        var authenticator = Ask(Keys());
        var good = Token("""{"sub":"ann","device":"phone","exp":EXP}""");
        for (var i = 0; i < 50; i++)
        {
            var text = good.ToCharArray();
            for (var cuts = 1 + random.Next(3); cuts > 0; cuts--)
                text[random.Next(text.Length)] = (char)random.Next(32, 127);
            var headers = new HeaderDictionary { ["Authorization"] = "Bearer " + new string(text) };

            var (caller, _, problem) = await authenticator.AuthenticateAsync(headers);

            Assert.True(problem is { Status: 401 } || caller.User == new UserId("ann"), $"seed {seed}");
        }
    }

    private static SigningKeyOptions Secret(string kid) => new() { Kid = kid, Algorithm = "HS256", Secret = Tokens.Secret };

    private static SigningKeys Keys(params SigningKeyOptions[] keys) => new(Options.Create(AuthOptions(keys)));

    private static MessageSyncAuthOptions AuthOptions(SigningKeyOptions[] keys)
    {
        var options = new MessageSyncAuthOptions();
        foreach (var key in keys.Length == 0 ? [Secret("test")] : keys) options.Keys.Add(key);
        return options;
    }

    private string Token(string payload) => Tokens.Hs256(Header, Payload(payload));

    private string Payload(string payload) => payload.Replace(
        "EXP", $"{_clock.Now.AddHours(1).ToUnixTimeSeconds()}", StringComparison.Ordinal);

    private Authenticator Ask(SigningKeys keys) => new(keys, Options.Create(new MessageSyncAuthOptions()), _clock);

    private Task<(Timelines.Caller Caller, DateTimeOffset Ends, Problem? Problem)> AskAsync(string header, SigningKeys keys) =>
        Ask(keys).AuthenticateAsync(new HeaderDictionary { ["Authorization"] = header });

    private async Task<Timelines.Caller> CallerAsync(string token)
    {
        var (caller, _, problem) = await AskAsync("Bearer " + token, Keys());
        Assert.Null(problem);
        return caller;
    }

    private async Task AssertRefusedAsync(string token)
    {
        var (_, _, problem) = await AskAsync("Bearer " + token, Keys());
        Assert.Equal("unauthenticated", problem?.Slug);
    }
}
