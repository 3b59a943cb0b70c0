using System.Text;
using MessageSync.ChatLogs;

namespace MessageSync.Silo.Tests.Import.Irc;

public sealed class NickNameTests
{
    [Theory]
    [InlineData("ann", "ann")]
    [InlineData("Ann", "Ann")]
    [InlineData("a.b_c-d@e", "a.b_c-d@e")]
    [InlineData("[ann]", ":5Bann:5D")]
    [InlineData(":5B", ":3A5B")]
    [InlineData(":", ":3A")]
    [InlineData(".", ":2E")]
    [InlineData("..", ":2E:2E")]
    [InlineData("...", "...")]
    [InlineData("é", ":C3:A9")]
    public void A_nickname_becomes_an_id(string name, string id)
    {
        Assert.True(NickName.TryToUser(Encoding.UTF8.GetBytes(name), out var user));

        Assert.Equal(id, user.Value);
    }

    [Fact]
    public void An_empty_name_and_one_that_does_not_fit_are_no_users()
    {
        Assert.False(NickName.TryToUser(default, out _));
        Assert.False(NickName.TryToUser(Encoding.UTF8.GetBytes(new string('[', 43)), out _));
        Assert.True(NickName.TryToUser(Encoding.UTF8.GetBytes(new string('[', 42)), out _));
    }

    [Theory]
    [InlineData(":5")]
    [InlineData(":zz")]
    public void An_id_that_is_no_escaped_nickname_is_refused(string id) =>
        Assert.Throws<FormatException>(() => NickName.Of(new(id)));

    /// <summary>
    /// Goal: the escaping is reversible, so that two names never share an id. Method: random bytes of one seed, dense in
    /// the characters that the escaping itself uses; each comes back as it was.
    /// </summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_name_comes_back_from_its_id(int seed)
    {
        var random = new Random(seed);
        var dense = ":.5BbA2E[]é "u8.ToArray();

        for (var i = 0; i < 1000; i++)
        {
            var name = new byte[1 + random.Next(20)];
            for (var at = 0; at < name.Length; at++)
                name[at] = random.Next(4) == 0 ? (byte)random.Next(256) : dense[random.Next(dense.Length)];

            Assert.True(NickName.TryToUser(name, out var user));
            Assert.Equal(name, NickName.Of(user));
        }
    }

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 50)];
}
