using System.Text;

namespace MessageSync.Http.Tests;

public sealed class JsonMembersTests
{
    private static readonly Dictionary<string, int> s_words = new(StringComparer.Ordinal) { ["one"] = 1 };

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("{\"a\":\"x\"")]
    [InlineData("{\"a\":\"x\",}")]
    [InlineData("{\"a\":\"x\"}{}")]
    [InlineData("{\"a\":\"x\"} x")]
    [InlineData("{\"a\":\"x\"/* why */}")]
    [InlineData("{a:\"x\"}")]
    [InlineData("{'a':'x'}")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":NaN}")]
    [InlineData("{\"a\":\"\t\"}")]
    [InlineData("\uFEFF{}")]
    public void A_document_that_is_not_one_JSON_object_is_a_fault_of_the_whole(string json)
    {
        var faults = new Faults();

        JsonMembers.Parse(Encoding.UTF8.GetBytes(json), faults);

        AssertInvalid(faults, "request");
    }

    [Theory]
    [InlineData(new byte[] { 0xC3, 0x28 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]          // a surrogate, encoded
    [InlineData(new byte[] { 0xC0, 0x80 })]                // U+0000, overlong
    [InlineData(new byte[] { 0xFF })]
    public void Bytes_that_are_not_UTF8_are_a_fault_of_the_whole(byte[] inside)
    {
        var faults = new Faults();

        JsonMembers.Parse([.. "{\"a\":\""u8, .. inside, .. "\"}"u8], faults);

        AssertInvalid(faults, "request");
    }

    [Fact]
    public void Ten_thousand_nested_arrays_are_a_fault_of_the_whole()
    {
        var faults = new Faults();
        var json = "{\"a\":" + new string('[', 10_000) + new string(']', 10_000) + "}";

        JsonMembers.Parse(Encoding.UTF8.GetBytes(json), faults);

        AssertInvalid(faults, "request");
    }

    [Theory]
    [InlineData("{\"a\":\"x\",\"b\":1}", "b")]              // unknown
    [InlineData("{\"a\":\"x\",\"A\":\"y\"}", "A")]          // wrong case
    [InlineData("{\"A\":\"y\"}", "A")]                      // wrong case beats missing
    [InlineData("{\"a\":\"x\",\"a\":\"x\"}", "a")]          // twice
    [InlineData("{\"a\":\"x\",\"\\u0061\":\"x\"}", "a")]    // twice, one of them escaped
    [InlineData("{\"a\":null,\"a\":\"x\"}", "a")]
    [InlineData("{\"a\":\"x\",\"\":\"x\"}", "")]
    [InlineData("{\"b\":null,\"a\":\"x\"}", "b")]           // unknown stays unknown, though null
    [InlineData("{\"a\":{\"b\":1,\"b\":2}}", "a")]
    [InlineData("{\"a\":null}", "a")]
    [InlineData("{\"a\":1}", "a")]
    [InlineData("{\"a\":true}", "a")]
    [InlineData("{\"a\":[\"x\"]}", "a")]
    [InlineData("{\"a\":\"\\ud800\"}", "a")]
    [InlineData("{\"a\":\"\\udc00\\ud800\"}", "a")]
    [InlineData("{\"a\":\"123456\"}", "a")]
    [InlineData("{}", "a")]
    [InlineData("{\"a\":\"x\",\"\\ud800\":1}", "request")]
    public void A_fault_names_its_member(string json, string field)
    {
        var (members, faults) = Parse(json);
        members.Text("a", 0, 5);
        members.End();

        AssertInvalid(faults, field);
    }

    [Theory]
    [InlineData("{\"a\":\"\"}", "")]
    [InlineData("{\"a\":\"\\u0000\"}", "\0")]
    [InlineData("{\"a\":\"\\ud83d\\ude00\"}", "😀")]
    [InlineData(" {\"a\" : \"😀\\n\"} \n", "😀\n")]
    public void A_string_is_taken_as_it_is(string json, string expected)
    {
        var (members, faults) = Parse(json);

        var text = members.Text("a", 0, 5);
        members.End();

        Assert.Null(faults.First);
        Assert.Equal(expected, text);
    }

    [Fact]
    public void Null_for_an_optional_member_is_the_same_as_absent()
    {
        var (members, faults) = Parse("""{"a":null,"b":null,"c":null,"d":null,"e":null,"f":null}""");

        Assert.Null(members.OptionalText("a", 1, 2));
        Assert.Null(members.Word("b", s_words));
        Assert.Null(members.Flag("c"));
        Assert.Null(members.Integer("d", 1, 2));
        Assert.Null(members.OptionalId("e"));
        Assert.Empty(members.Users("f", 1));
        members.End();
        Assert.Null(faults.First);
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("1e0")]
    [InlineData("\"1\"")]
    [InlineData("11")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    [InlineData("true")]
    public void A_number_is_whole_and_in_its_range(string value)
    {
        var (members, faults) = Parse($$"""{"a":{{value}}}""");

        members.Integer("a", 0, 10);

        AssertInvalid(faults, "a");
    }

    [Theory]
    [InlineData("""["ann","a b"]""", "invalid-id")]
    [InlineData("""[".."]""", "invalid-id")]
    [InlineData("""[""]""", "invalid-id")]
    [InlineData("""["ann",null]""", "invalid-request")]
    [InlineData("""["ann",1]""", "invalid-request")]
    [InlineData("""["ann","bob","cy","dan"]""", "invalid-request")]
    [InlineData("\"ann\"", "invalid-request")]
    [InlineData("{}", "invalid-request")]
    public void A_list_of_users_has_so_many_ids_and_nothing_else(string value, string slug)
    {
        var (members, faults) = Parse($$"""{"a":{{value}}}""");

        members.Users("a", 3);

        Assert.Equal(slug, faults.First?.Slug);
        Assert.Equal("a", faults.First?.Facts[0].Value);
    }

    [Fact]
    public void A_list_of_users_names_each_once()
    {
        var (members, _) = Parse("""{"a":["bob","ann","bob"]}""");

        Assert.Equal([new("bob"), new("ann")], members.Users("a", 3));
    }

    private static (JsonMembers Members, Faults Faults) Parse(string json)
    {
        var faults = new Faults();
        return (JsonMembers.Parse(Encoding.UTF8.GetBytes(json), faults), faults);
    }

    private static void AssertInvalid(Faults faults, string field)
    {
        Assert.Equal("invalid-request", faults.First?.Slug);
        Assert.Equal(KeyValuePair.Create("field", (object)field), faults.First?.Facts[0]);
    }
}
