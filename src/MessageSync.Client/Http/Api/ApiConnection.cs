using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MessageSync.Client;

/// <summary>
/// Carries requests to the server: with a token, which is renewed once when it is refused, and with an end to every
/// wait. Every failure on the way is an <see cref="AnswerLostException"/>, every refusal a
/// <see cref="MessageSyncException"/>.
/// </summary>
internal sealed class ApiConnection(
    Func<HttpClient> clients, MessageSyncApiOptions options, TokenSource? tokens, TimeProvider clock)
{
    private const int AnswerBytesMax = 64 * 1024 * 1024;

    /// <summary>Asks and reads the answer.</summary>
    public async Task<T> AskAsync<T>(ApiRequest request, CancellationToken ct)
        where T : class
    {
        var bytes = await ExchangeAsync(request, ct).ConfigureAwait(false);
        return Read(bytes.Span, HttpJson.Of<T>());
    }

    /// <summary>Asks for something that has no answer but that it was done.</summary>
    public Task DoAsync(ApiRequest request, CancellationToken ct) => ExchangeAsync(request, ct);

    /// <summary>Opens an answer that goes on.</summary>
    /// <exception cref="AnswerLostException">It is not of the media type asked for.</exception>
    public async Task<OpenAnswer> OpenAsync(ApiRequest request, CancellationToken ct)
    {
        var patience = new Patience(options.AnswerTimeout, clock, ct);
        HttpResponseMessage? response = null;
        try
        {
            response = await SendAsync(request, patience).ConfigureAwait(false);
            await RefuseAsync(response, patience).ConfigureAwait(false);
            if (response.Content.Headers.ContentType?.MediaType != request.Accept)
                throw new AnswerLostException($"{request.Path} was not answered with {request.Accept}.");

            var stream = await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
            patience.Is(options.StreamSilenceMax);
            return new(response, new WatchedStream(stream, patience), patience);
        }
        catch (Exception exception)
        {
            response?.Dispose();
            patience.Dispose();
            if (IsLost(exception, ct)) throw Lost(exception);
            throw;
        }
    }

    /// <summary>One answer in JSON.</summary>
    /// <exception cref="AnswerLostException">It is not what the wire promises.</exception>
    public static T Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type)
                ?? throw new AnswerLostException("The answer is null, which no server of MessageSync says.");
        }
        catch (JsonException exception)
        {
            throw new AnswerLostException("The answer is not one of MessageSync, or it was cut off.", exception)
            {
                HasBegun = true,
            };
        }
    }

    /// <summary>True for a failure on the way; not for the caller's own cancelling.</summary>
    public static bool IsLost(Exception exception, CancellationToken ct) =>
        exception is HttpRequestException or IOException or SocketException
        || (exception is OperationCanceledException && !ct.IsCancellationRequested);

    /// <summary>What that means to the caller.</summary>
    public static AnswerLostException Lost(Exception exception, bool hasBegun = false) =>
        new(exception is OperationCanceledException ? "The answer took too long." : exception.Message, exception)
        {
            HasBegun = hasBegun,
        };

    private async Task<ReadOnlyMemory<byte>> ExchangeAsync(ApiRequest request, CancellationToken ct)
    {
        using var patience = new Patience(options.AnswerTimeout + request.Hold, clock, ct);
        var hasBegun = false;
        try
        {
            using var response = await SendAsync(request, patience).ConfigureAwait(false);
            hasBegun = true;
            patience.Is(options.AnswerTimeout);
            await RefuseAsync(response, patience).ConfigureAwait(false);
            return await ReadAsync(response, patience).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsLost(exception, ct))
        {
            throw Lost(exception, hasBegun);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(ApiRequest request, Patience patience)
    {
        var token = tokens is null ? null : await tokens.GetAsync(null, patience.Token).ConfigureAwait(false);
        var response = await SendAsync(request, token, patience).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized || tokens is null) return response;

        response.Dispose();
        token = await tokens.GetAsync(token, patience.Token).ConfigureAwait(false);
        return await SendAsync(request, token, patience).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> SendAsync(ApiRequest request, string? token, Patience patience)
    {
        using var message = request.ToMessage();
        if (token is not null) message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (options.ActAs is { } actAs) message.Headers.TryAddWithoutValidation("MessageSync-Act-As", actAs);
        return await clients()
            .SendAsync(message, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
    }

    private async Task RefuseAsync(HttpResponseMessage response, Patience patience)
    {
        if (response.IsSuccessStatusCode) return;

        var isProblem = response.Content.Headers.ContentType?.MediaType == "application/problem+json";
        var bytes = isProblem ? await ReadAsync(response, patience).ConfigureAwait(false) : default;
        throw Problems.Read(response, bytes.Span, clock);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, Patience patience)
    {
        var stream = await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
        var bytes = new ArrayBufferWriter<byte>(4096);
        while (await stream.ReadAsync(bytes.GetMemory(4096), patience.Token).ConfigureAwait(false) is > 0 and var count)
        {
            bytes.Advance(count);
            patience.Renew();
            if (bytes.WrittenCount > AnswerBytesMax) throw new IOException("The answer does not end.");
        }
        return bytes.WrittenMemory;
    }
}

/// <summary>An answer that goes on, with what it holds.</summary>
internal sealed record OpenAnswer(HttpResponseMessage Response, WatchedStream Stream, Patience Patience) : IDisposable
{
    public void Dispose()
    {
        Response.Dispose();
        Patience.Dispose();
    }
}
