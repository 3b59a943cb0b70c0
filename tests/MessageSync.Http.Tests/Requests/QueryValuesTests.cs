namespace MessageSync.Http.Tests;

public sealed class QueryValuesTests
{
    [Theory]
    [InlineData("?limit=-1", "limit")]
    [InlineData("?limit=%2B1", "limit")]
    [InlineData("?limit=+1", "limit")]
    [InlineData("?limit=1%20", "limit")]
    [InlineData("?limit=1e1", "limit")]
    [InlineData("?limit=1.0", "limit")]
    [InlineData("?limit=0x1", "limit")]
    [InlineData("?limit=1,0", "limit")]
    [InlineData("?limit=%D9%A1", "limit")]                  // an Arabic one
    [InlineData("?limit=", "limit")]
    [InlineData("?limit", "limit")]
    [InlineData("?limit=201", "limit")]
    [InlineData("?limit=99999999999999999999", "limit")]
    [InlineData("?limit=1&limit=1", "limit")]
    [InlineData("?limit=1&%6Cimit=1", "limit")]
    [InlineData("?Limit=1", "Limit")]
    [InlineData("?limit=1&other=1", "other")]
    [InlineData("?limit=1&=1", "")]
    public void A_bad_number_and_whatever_nobody_asked_for_are_faults(string query, string field)
    {
        var faults = new Faults();
        var values = QueryValues.Parse(query, faults);

        values.Integer("limit", 0, 200, 50);
        values.End();

        Assert.Equal("invalid-request", faults.First?.Slug);
        Assert.Equal(field, faults.First?.Facts[0].Value);
    }

    [Theory]
    [InlineData("", 50)]
    [InlineData("?", 50)]
    [InlineData("?limit=0", 0)]
    [InlineData("?limit=200", 200)]
    [InlineData("?limit=%31%30", 10)]
    [InlineData("?limit=007", 7)]
    public void A_number_is_taken_in_plain_digits(string query, int expected)
    {
        var faults = new Faults();
        var values = QueryValues.Parse(query, faults);

        var limit = values.Integer("limit", 0, 200, 50);
        values.End();

        Assert.Null(faults.First);
        Assert.Equal(expected, limit);
    }

    [Theory]
    [InlineData("2026-01-31T12:00:00Z", 0)]
    [InlineData("2026-01-31T12:00:00.5Z", 500)]
    [InlineData("2026-01-31T12:00:00.05Z", 50)]
    [InlineData("2026-01-31T12:00:00.005Z", 5)]
    public void A_time_has_up_to_three_decimals(string text, int milliseconds)
    {
        var faults = new Faults();

        var time = QueryValues.Parse("?at=" + text, faults).Time("at");

        Assert.Null(faults.First);
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 12, 0, 0, milliseconds, TimeSpan.Zero), time);
    }

    [Theory]
    [InlineData("2026-01-31T12:00:00")]
    [InlineData("2026-01-31T12:00:00%2B00:00")]
    [InlineData("2026-01-31T12:00:00z")]
    [InlineData("2026-01-31 12:00:00Z")]
    [InlineData("2026-01-31T12:00Z")]
    [InlineData("2026-01-31T12:00:00.Z")]
    [InlineData("2026-01-31T12:00:00.0000Z")]
    [InlineData("2026-02-30T12:00:00Z")]
    [InlineData("2026-01-31T24:00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("20260131T120000Z")]
    [InlineData("1767225600")]
    [InlineData("")]
    public void Any_other_time_is_a_fault(string text)
    {
        var faults = new Faults();

        QueryValues.Parse("?at=" + text, faults).Time("at");

        Assert.Equal("at", faults.First?.Facts[0].Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1,")]
    [InlineData("1,,2")]
    [InlineData("1, 2")]
    [InlineData("1;2")]
    [InlineData("9999999999999999999x")]
    public void Seqs_are_whole_numbers_from_1(string text)
    {
        var faults = new Faults();

        QueryValues.Parse("?seqs=" + text, faults).Seqs("seqs", 200);

        Assert.Equal("seqs", faults.First?.Facts[0].Value);
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void Seqs_are_at_most_so_many(int count, bool isFine)
    {
        var faults = new Faults();

        QueryValues.Parse("?seqs=" + string.Join(',', Enumerable.Range(1, count)), faults).Seqs("seqs", 200);

        Assert.Equal(isFine, faults.First is null);
    }

    [Fact]
    public void Doubled_seqs_are_asked_for_once()
    {
        var seqs = QueryValues.Parse("?seqs=3,1,3", new()).Seqs("seqs", 200);

        Assert.Equal([new SeqNo(3), new SeqNo(1)], seqs);
    }

    [Theory]
    [InlineData("?before=3&after=1", "after")]
    [InlineData("?after=1&before=3", "before")]
    [InlineData("?limit=1&at=x&around=3", "around")]
    public void The_second_of_two_anchors_is_the_fault(string query, string field)
    {
        var faults = new Faults();

        QueryValues.Parse(query, faults).OnlyOneOf("before", "after", "around", "at", "seqs");

        Assert.Equal(field, faults.First?.Facts[0].Value);
    }
}
