using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace MessageSync.Http.Tests;

public sealed class VerifiedTokensTests
{
    private static readonly TokenClaims s_ann = new(new("ann"), null, IsService: false, 1e9, null);

    private readonly FixedClock _clock = new();
    private readonly CountingKeys _keys = new();

    [Fact]
    public async Task A_token_whose_signature_was_right_is_not_verified_again()
    {
        var (authenticator, token) = (Authenticator(100), Token("ann"));

        var first = await AskAsync(authenticator, token);
        var second = await AskAsync(authenticator, token);

        Assert.Null(first.Problem);
        Assert.Equal(first, second);
        Assert.Equal(1, _keys.Asked);
    }

    [Fact]
    public async Task A_known_token_ends_when_it_ends()
    {
        var (authenticator, token) = (Authenticator(100), Token("ann"));
        Assert.Null((await AskAsync(authenticator, token)).Problem);

        _clock.Now += TimeSpan.FromHours(2);

        Assert.Equal("unauthenticated", (await AskAsync(authenticator, token)).Problem?.Slug);
    }

    [Fact]
    public async Task A_wrong_signature_stays_wrong_also_after_the_right_one()
    {
        var (authenticator, right) = (Authenticator(100), Token("ann"));
        var wrong = right[..right.LastIndexOf('.')] + Token("bob")[right.LastIndexOf('.')..];

        Assert.Equal("unauthenticated", (await AskAsync(authenticator, wrong)).Problem?.Slug);
        Assert.Null((await AskAsync(authenticator, right)).Problem);
        Assert.Equal("unauthenticated", (await AskAsync(authenticator, wrong)).Problem?.Slug);
        Assert.Equal(3, _keys.Asked);
    }

    [Fact]
    public async Task With_none_to_be_kept_each_is_verified()
    {
        var (authenticator, token) = (Authenticator(0), Token("ann"));

        await AskAsync(authenticator, token);
        await AskAsync(authenticator, token);

        Assert.Equal(2, _keys.Asked);
    }

    [Fact]
    public void No_more_are_kept_than_the_option_says_and_those_in_use_are_among_them()
    {
        var tokens = new VerifiedTokens(10);

        for (var i = 0; i < 100; i++)
        {
            tokens.Add($"token-{i}", s_ann);
            tokens.Find("token-0");

            Assert.InRange(tokens.Count, 1, 10);
        }
        Assert.NotNull(tokens.Find("token-0"));
        Assert.NotNull(tokens.Find("token-99"));
        Assert.Null(tokens.Find("token-1"));
    }

    [Fact]
    public void A_long_token_is_not_kept()
    {
        var tokens = new VerifiedTokens(10);

        tokens.Add(new('x', VerifiedTokens.LengthMax + 1), s_ann);

        Assert.Equal(0, tokens.Count);
    }

    private Authenticator Authenticator(int kept) =>
        new(_keys, Options.Create(new MessageSyncAuthOptions { TokensKept = kept }), _clock);

    private string Token(string user) => Tokens.For(user, "phone", isService: false, _clock.Now.AddHours(1));

    private static Task<(Timelines.Caller Caller, DateTimeOffset Ends, Problem? Problem)> AskAsync(Authenticator authenticator, string token) =>
        authenticator.AuthenticateAsync(new HeaderDictionary { ["Authorization"] = "Bearer " + token });

    private sealed class CountingKeys : ISigningKeys
    {
        private readonly SigningKey _key = SigningKey.OfSecret("test", System.Text.Encoding.UTF8.GetBytes(Tokens.Secret));

        public int Asked { get; private set; }

        public SigningKey? Find(string? kid)
        {
            Asked++;
            return kid == _key.Kid ? _key : null;
        }
    }
}
