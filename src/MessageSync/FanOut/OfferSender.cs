using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using MessageSync.Inboxes;
using MessageSync.Storage;
using Microsoft.Extensions.Logging;

namespace MessageSync.FanOut;

/// <summary>
/// Brings offers to an Inbox and does not give up. First attempts have places of their own: what is tried again, because the
/// store or another server is away, holds up nobody who can be reached. An Inbox that keeps failing has its offers set aside
/// durably.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Nobody takes a wait handle: the semaphores have nothing to free.")]
internal sealed class OfferSender(
    Lags lags, FanOutMetrics metrics, ILogger logger, TimeProvider clock, Func<UserId, IReadOnlyList<Offer>, Task> offer)
{
    /// <summary>So that fan-out never fills the store's queue of reads.</summary>
    private const int AtOnce = 4096;
    private const int AttemptsMax = 3;
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromMilliseconds(200);

    /// <summary>Between two attempts while the store is away.</summary>
    private static readonly TimeSpan s_retryAfterMost = TimeSpan.FromSeconds(1.6);

    private readonly SemaphoreSlim _first = new(AtOnce);
    private readonly SemaphoreSlim _again = new(AtOnce);

    /// <summary>Returns when the Inbox has them, or when they are set aside: nothing else of the conversation may pass
    /// them.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/>.</exception>
    public async Task SendAsync(
        UserId owner, ConversationId conversation, List<Offer> offers, CancellationToken stopping)
    {
        var one = new Sending(owner, conversation, offers);
        await _first.WaitAsync(stopping);
        try
        {
            if (await TryAsync(one)) return;
        }
        finally
        {
            _first.Release();
        }
        await Task.Delay(one.Pause, clock, stopping);
        await _again.WaitAsync(stopping);
        try
        {
            // It keeps its place: while the store is away those that wait here ask it seldom, the others not at all.
            while (!await TryAsync(one)) await Task.Delay(one.Pause, clock, stopping);
        }
        finally
        {
            _again.Release();
        }
    }

    /// <returns>False when it is to be tried again after its pause.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> TryAsync(Sending one)
    {
        try
        {
            var isAside = await lags.JoinAsync(one.Owner, one.Conversation, one.Offers);
            if (!isAside && one.Failures < AttemptsMax) await offer(one.Owner, one.Offers);
            else if (!isAside)
            {
                await lags.SetAsideAsync(one.Owner, one.Conversation, one.Offers);
                isAside = true;
            }
            if (isAside) metrics.SetAside(one.Offers.Count);
            else metrics.Taken(one.Offers.Count);
            return true;
        }
        catch (Exception failure)
        {
            metrics.Retried(one.Offers.Count);
            one.Fail(failure);
            if (one.Failures >= AttemptsMax && one.IsSick)
                logger.InboxLags(failure, one.Owner.Value, one.Conversation.Value, one.Offers.Count);
            return false;
        }
    }

    /// <summary>Offers on their way to one Inbox, and how it went so far.</summary>
    private sealed class Sending(UserId owner, ConversationId conversation, List<Offer> offers)
    {
        public UserId Owner { get; } = owner;

        public ConversationId Conversation { get; } = conversation;

        public List<Offer> Offers { get; } = offers;

        /// <summary>Of the Inbox itself: that the store is away is no fault of it.</summary>
        public int Failures { get; private set; }

        public bool IsSick { get; private set; }

        public TimeSpan Pause { get; private set; }

        public void Fail(Exception failure)
        {
            IsSick = failure is not (StoreUnavailableException or StoreOverloadedException);
            if (IsSick) Failures++;
            Pause = failure is not StoreUnavailableException || Pause == default ? s_retryAfter
                : Pause < s_retryAfterMost ? Pause * 2 : s_retryAfterMost;
        }
    }
}
