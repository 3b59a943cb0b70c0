namespace MessageSync.Domain.Tests;

public sealed class IdTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("...")]
    [InlineData("AZaz09._-:@")]
    [InlineData("direct:x")]
    public void Letters_digits_and_five_signs_make_an_id(string text)
    {
        Assert.True(IdText.IsId(text));
        Assert.Equal(text, new UserId(text).Value);
        Assert.Equal(text, new SendKey(text).Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("é")]
    [InlineData("a\0")]
    [InlineData("a\n")]
    [InlineData("٣")]
    public void Anything_else_is_none(string text)
    {
        Assert.False(IdText.IsId(text));
        Assert.Throws<ArgumentException>(() => new UserId(text));
        Assert.Throws<ArgumentException>(() => new ConversationId(text));
        Assert.Throws<ArgumentException>(() => new DeviceId(text));
    }

    [Fact]
    public void A_send_key_is_no_path_so_dots_alone_are_one()
    {
        Assert.Equal(".", new SendKey(".").Value);
        Assert.Equal("..", new SendKey("..").Value);

        Assert.Throws<ArgumentException>(() => new SendKey(""));
        Assert.Throws<ArgumentException>(() => new SendKey("a b"));
    }

    [Fact]
    public void An_id_has_at_most_128_characters_and_a_send_key_64()
    {
        Assert.Equal(128, new ConversationId(new('a', 128)).Value.Length);
        Assert.Equal(64, new SendKey(new('a', 64)).Value.Length);

        Assert.Throws<ArgumentException>(() => new ConversationId(new('a', 129)));
        Assert.Throws<ArgumentException>(() => new SendKey(new('a', 65)));
    }

    [Fact]
    public void Ids_are_case_sensitive_and_ordered_ordinally()
    {
        UserId[] users = [new("B"), new("a"), new("A"), new("_"), new("a.b"), new("a-b")];

        Assert.Equal([new("A"), new("B"), new("_"), new("a"), new("a-b"), new("a.b")], users.Order());
        Assert.NotEqual(new UserId("a"), new UserId("A"));
    }

    [Theory]
    [InlineData("0123456")]
    [InlineData("012345678")]
    [InlineData("0123456G")]
    [InlineData("0123456A")]
    public void An_epoch_is_8_digits_of_0_to_9_and_a_to_f(string text) =>
        Assert.Throws<ArgumentException>(() => new Epoch(text));
}
