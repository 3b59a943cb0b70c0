namespace MessageSync.Client;

/// <summary>How much to ask for at once: half as much each time an answer was cut off, so that over the worst line
/// something comes through, and twice as much each time one came.</summary>
internal sealed class PageSize(DeviceOptions options)
{
    private const int HalvingsMax = 10;
    private int _halvings;

    /// <summary>The limits to ask with.</summary>
    public DeviceOptions Now => _halvings == 0 ? options : options with
    {
        SyncLimit = Of(options.SyncLimit),
        ListLimit = Of(options.ListLimit),
        RoamLimit = Of(options.RoamLimit),
        MutationsLimit = Of(options.MutationsLimit),
        MembersLimit = Of(options.MembersLimit),
    };

    public void Learn(DeviceReply reply)
    {
        if (reply is DeviceReply.Lost { HasBegun: true }) _halvings = Math.Min(_halvings + 1, HalvingsMax);
        else if (reply is not (DeviceReply.Lost or DeviceReply.Refused)) _halvings = Math.Max(_halvings - 1, 0);
    }

    private int Of(int limit) => Math.Max(1, limit >> _halvings);
}
