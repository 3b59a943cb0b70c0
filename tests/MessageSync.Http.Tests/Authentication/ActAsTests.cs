using MessageSync.Timelines;
using Microsoft.AspNetCore.Http;

namespace MessageSync.Http.Tests;

public sealed class ActAsTests
{
    private static readonly Caller s_service = new(new("shop"), new DeviceId("rack"), IsService: true);

    [Theory]
    [InlineData("ann", null)]
    [InlineData("ann/phone", "phone")]
    public void A_service_takes_exactly_that_users_rights(string header, string? device)
    {
        var (caller, problem) = Apply(s_service, header);

        Assert.Null(problem);
        Assert.Equal(new(new("ann"), device is null ? null : new DeviceId(device)), caller);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("ann/")]
    [InlineData("/phone")]
    [InlineData("ann/phone/x")]
    [InlineData("a b")]
    [InlineData("..")]
    [InlineData("é")]
    public void Bad_ids_in_it_are_invalid(string header)
    {
        var (_, problem) = Apply(s_service, header);

        Assert.Equal("invalid-id", problem?.Slug);
        Assert.Equal("MessageSync-Act-As", problem?.Facts[0].Value);
    }

    [Fact]
    public void Two_of_them_are_invalid() => Assert.Equal("invalid-id", Apply(s_service, "ann", "bob").Problem?.Slug);

    [Theory]
    [InlineData("ann")]
    [InlineData("..")]
    public void From_another_token_it_is_forbidden(string header) =>
        Assert.Equal("forbidden", Apply(new(new("ann")), header).Problem?.Slug);

    [Fact]
    public void Without_it_a_service_is_itself() => Assert.Equal((s_service, null), Apply(s_service));

    private static (Caller Caller, Problem? Problem) Apply(Caller caller, params string[] values)
    {
        var headers = new HeaderDictionary();
        if (values.Length > 0) headers["MessageSync-Act-As"] = values;
        return ActAs.Apply(caller, headers);
    }
}
