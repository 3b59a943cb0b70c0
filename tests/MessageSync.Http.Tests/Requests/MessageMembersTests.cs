using System.Text;
using System.Text.Json;

namespace MessageSync.Http.Tests;

public sealed class MessageMembersTests
{
    [Theory]
    [InlineData("aGk=", "hi")]
    [InlineData("", "")]
    [InlineData("AAAA", "\0\0\0")]
    public void Bytes_come_in_base64(string base64, string expected)
    {
        var (body, faults) = Read($$"""{"body":"{{base64}}","encoding":"base64"}""");

        Assert.Null(faults.First);
        Assert.False(body.IsText);
        Assert.Equal(expected, Encoding.UTF8.GetString(body.Bytes.Span));
    }

    [Theory]
    [InlineData("aGk")]                                     // no padding
    [InlineData("aGk= ")]
    [InlineData("aG\\nk=")]
    [InlineData("aGl=")]                                    // stray bits
    [InlineData("_-8=")]                                    // the other alphabet
    [InlineData("====")]
    [InlineData("aGk=aGk=")]
    [InlineData("😀")]
    public void Other_base64_is_a_fault(string base64) =>
        AssertFault($$"""{"body":"{{base64}}","encoding":"base64"}""", "invalid-request", "body");

    [Theory]
    [InlineData("text")]
    [InlineData("BASE64")]
    [InlineData("")]
    public void Another_encoding_is_a_fault(string encoding) =>
        AssertFault($$"""{"body":"aGk=","encoding":"{{encoding}}"}""", "invalid-request", "encoding");

    [Theory]
    [InlineData("a", 65_536)]
    [InlineData("é", 32_768)]
    [InlineData("😀", 16_384)]
    [InlineData("\\u0000", 65_536)]
    public void A_body_has_at_most_64_KiB_of_UTF8(string character, int countMax)
    {
        var (body, faults) = Read(Document(character, countMax));

        Assert.Null(faults.First);
        Assert.Equal(65_536, body.Bytes.Length);
        AssertFault(Document(character, countMax + 1), "body-too-large", "body");
    }

    [Fact]
    public void Bytes_are_bounded_as_decoded()
    {
        static string Of(int count) => JsonSerializer.Serialize(new { body = new byte[count], encoding = "base64" });

        Assert.Null(Read(Of(65_536)).Faults.First);
        AssertFault(Of(65_537), "body-too-large", "body");
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    [InlineData(0, true)]
    public void A_content_type_has_at_most_100_characters(int length, bool isFine)
    {
        var (_, faults) = Read($$"""{"body":"","contentType":"{{new string('x', length)}}"}""");

        Assert.Equal(isFine, faults.First is null);
    }

    [Theory]
    [InlineData("k", true)]
    [InlineData("0f8fad5b-d9cb-469f-a165-70867728950e", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("a/b", false)]
    [InlineData("é", false)]
    public void A_send_key_is_of_the_alphabet_of_ids(string key, bool isFine)
    {
        var faults = new Faults();

        JsonMembers.Parse(Encoding.UTF8.GetBytes($$"""{"sendKey":"{{key}}"}"""), faults).SendKey(faults);

        Assert.Equal(isFine ? null : "sendKey", faults.First?.Facts[0].Value);
    }

    private static string Document(string character, int count) =>
        $$"""{"body":"{{string.Concat(Enumerable.Repeat(character, count))}}"}""";

    private static void AssertFault(string json, string slug, string field)
    {
        var (_, faults) = Read(json);

        Assert.Equal(slug, faults.First?.Slug);
        Assert.Equal(field, faults.First?.Facts[0].Value);
    }

    private static (Timelines.MessageBody Body, Faults Faults) Read(string json)
    {
        var faults = new Faults();
        var members = JsonMembers.Parse(Encoding.UTF8.GetBytes(json), faults);
        var body = members.MessageBody(faults);
        members.End();
        return (body, faults);
    }
}
