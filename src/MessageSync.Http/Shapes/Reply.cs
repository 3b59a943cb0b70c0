namespace MessageSync.Http;

/// <summary>Translates answers back.</summary>
internal static class Reply
{
    /// <summary>A body with 200, or another status.</summary>
    public static IResult Ok<T>(T shape, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(shape, Json.Options, "application/json", status);

    /// <summary>201 for something new, 200 for what was there.</summary>
    public static IResult Made<T>(T shape, bool isNew) =>
        Ok(shape, isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);

    /// <summary>204, or the refusal.</summary>
    public static IResult ToResult(this Answer<Done> answer) => answer.ToResult(_ => TypedResults.NoContent());

    /// <summary>What <paramref name="translate"/> makes of the value, or the refusal.</summary>
    public static IResult ToResult<T>(this Answer<T> answer, Func<T, IResult> translate) where T : class =>
        answer.Refusal is { } refusal ? ProblemResult.Of(refusal) : translate(answer.Value!);

    /// <summary>200 with a shape, or the refusal.</summary>
    public static IResult ToOk<T, TShape>(this Answer<T> answer, Func<T, TShape> shape) where T : class =>
        answer.ToResult(value => Ok(shape(value)));
}
