namespace MessageSync.Client.Tests.Model;

/// <summary>One conversation of the model: simple and slow.</summary>
internal sealed class ModelConversation(string id, bool isAll, bool isLarge)
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public string Id => id;

    /// <summary>Its members are told by <c>advanced</c>.</summary>
    public bool IsLarge => isLarge;

    public string Title { get; set; } = $"title of {id}";

    public List<Message> Messages { get; } = [];

    public SortedDictionary<string, string> Roles { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, List<(long After, long? Left)>> Stays { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, long> Reads { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, (string Title, int Members)> AtLeaving { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, SeqRanges> Hidden { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, long> Unlisted { get; } = new(StringComparer.Ordinal);

    public HashSet<string> MarkedUnread { get; } = new(StringComparer.Ordinal);

    public long Mutation { get; set; }

    public long Head => Messages.Count;

    public static DateTimeOffset Time(long tick) => s_start.AddSeconds(tick);

    public bool Has(string user) => Roles.ContainsKey(user);

    public long HeadFor(string user) => Has(user) ? Head : Stays[user][^1].Left!.Value;

    public bool Sees(string user, long seq) =>
        !(Hidden.GetValueOrDefault(user)?.Contains(seq) is true)
        && Stays.TryGetValue(user, out var stays)
        && (isAll ? seq <= HeadFor(user) : stays.Exists(stay => seq > stay.After && seq <= (stay.Left ?? Head)));

    public List<Message> Visible(string user) => [.. Messages.Where(message => Sees(user, message.Seq))];

    public long MutationHeadFor(string user) =>
        Has(user) ? Mutation : Visible(user).Max(message => message.Mutation) ?? 0;

    public bool IsUnlisted(string user) => Unlisted.TryGetValue(user, out var upTo) && Head <= upTo;

    public int Unread(string user)
    {
        if (!Has(user)) return 0;

        var own = Messages.Where(message => message.Sender == user).Select(message =>
            message.Seq).DefaultIfEmpty().Max();
        var above = Math.Max(Reads[user], own);
        return Visible(user).Count(message => message.Seq > above && !message.IsRecalled);
    }

    public Conversation ShownTo(string user)
    {
        var visible = Visible(user);
        var head = HeadFor(user);
        var left = Has(user) ? ((string, int)?)null : AtLeaving[user];
        return new(
            id, "group", left?.Item1 ?? Title, isAll ? "all" : "sinceJoin", Time(0), head,
            head == 0 ? Time(0) : Messages[(int)head - 1].SentAt, MutationHeadFor(user), left?.Item2 ?? Roles.Count,
            Roles.GetValueOrDefault(user), Time(Stays[user][^1].After), left is null ? null : Time(head),
            Reads[user], MarkedUnread.Contains(user), IsUnlisted(user), Unread(user),
            visible.Count > 0 ? visible[^1] : null);
    }

    public RoamingPage Roam(string user, RoamAnchor anchor, int limit, string epoch)
    {
        var visible = Visible(user);
        var place = anchor switch
        {
            RoamAnchor.Before(var seq) => seq,
            RoamAnchor.After(var seq) => seq + 1,
            RoamAnchor.Around(var seq) => seq,
            RoamAnchor.At(var time) => visible.Find(message => message.SentAt >= time)?.Seq ?? HeadFor(user) + 1,
            _ => HeadFor(user) + 1,
        };
        var below = anchor switch
        {
            RoamAnchor.Around => limit / 2,
            RoamAnchor.After or RoamAnchor.At => 0,
            _ => limit,
        };
        var from = anchor is RoamAnchor.Before or RoamAnchor.Newest ? 0 : limit - below;
        List<Message> page =
        [
            .. visible.Where(message => message.Seq < place).TakeLast(below),
            .. visible.Where(message => message.Seq >= place).Take(from),
        ];
        var (first, last) = page.Count > 0 ? (page[0].Seq, page[^1].Seq) : (place, place - 1);
        return new(
            page, visible.Exists(message => message.Seq < first), visible.Exists(message => message.Seq > last),
            HeadFor(user), MutationHeadFor(user), epoch);
    }
}
