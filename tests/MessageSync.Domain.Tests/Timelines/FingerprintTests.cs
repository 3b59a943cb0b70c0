using MessageSync.Timelines;
using static MessageSync.Domain.Tests.Samples;

namespace MessageSync.Domain.Tests.Timelines;

public sealed class FingerprintTests
{
    [Fact]
    public void Equal_bodies_have_equal_fingerprints()
    {
        Assert.Equal(Fingerprint.Of(Body("hi")), Fingerprint.Of(Body("hi")));
        Assert.Equal(Fingerprint.Of(Body(new('x', 65_536))), Fingerprint.Of(Body(new('x', 65_536))));
    }

    [Fact]
    public void Where_the_content_type_ends_and_the_body_begins_makes_a_difference()
    {
        var prints = new[]
        {
            Body("", ""), Body("a", ""), Body("", "a"), Body("b", "a"), Body("ab", ""), Body("", "ab"),
            Body("ab", "") with { IsText = false }, Body("\0", ""), Body(new('x', 65_536), "a"), Body(new('x', 65_535), "a"),
        }.Select(Fingerprint.Of).ToList();

        Assert.Equal(prints.Count, prints.Distinct().Count());
    }

    [Fact]
    public void Stored_fingerprints_never_change_their_meaning()
    {
        // sha256(01 00000001 "t" "hi"), its first 16 bytes, computed elsewhere.
        var print = Fingerprint.Of(Body("hi", "t"));

        Assert.Equal("bcca7958900d1a226365dccdb68a22d3", Hex(print));
    }

    [Fact]
    public void What_was_written_is_read()
    {
        var print = Fingerprint.Of(Body("hi"));
        var bytes = new byte[Fingerprint.Size];

        print.Write(bytes);

        Assert.Equal(print, Fingerprint.Read(bytes));
    }

    private static string Hex(Fingerprint print)
    {
        var bytes = new byte[Fingerprint.Size];
        print.Write(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
