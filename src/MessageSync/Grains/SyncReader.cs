using MessageSync.Inboxes;
using MessageSync.Storage;

namespace MessageSync.Grains;

/// <summary>Reads a page of an Inbox: entries with the messages they refer to in their present state, and only those that
/// the owner may see.</summary>
internal sealed class SyncReader(UserId owner, GrainServices services)
{
    /// <summary>The page of a slice, which goes on where nothing of it is shown.</summary>
    public async Task<SyncPage> PageAsync(InboxSlice slice, int limit, CancellationToken ct)
    {
        var (page, start, reset) = (Page(slice, slice.After), slice.After, slice.Reset);
        while (page.Entries.Count == 0 && page.More && limit > 0)
        {
            // All of them hidden: a page that says there is more shows something.
            slice = await ReadSliceAsync(new(services.Epoch, page.Cursor), limit, ct);
            if (slice.Reset is { } moved)
            {
                // Dropped meanwhile, also where there was a reset before: everything is kept from here on only.
                start = slice.After;
                reset = reset is null ? moved : reset with { Floor = moved.Floor };
            }
            page = Page(slice, start);
        }
        return page with { Reset = reset };
    }

    /// <summary>Reads a part of the Inbox.</summary>
    public Task<InboxSlice> ReadSliceAsync(InboxCursor? asked, int limit, CancellationToken ct)
    {
        var oldest = services.Now - services.Options.InboxKept;
        var bounds = new InboxBounds(services.Options.InboxEntriesMax, oldest);
        return services.Inboxes.ReadAsync(new(owner, asked, services.Epoch, bounds, limit), ct);
    }

    private SyncPage Page(InboxSlice slice, InboxSeqNo previous)
    {
        var (shown, messages) = (slice.Shown, slice.Messages);
        var entries = new List<SyncEntry>(shown.Count);
        var read = 0;
        foreach (var entry in shown)
        {
            var isMessage = entry.Content is EntryContent.OfMessage;
            if (isMessage && read == messages.Count) break;

            entries.Add(new(entry, previous, isMessage ? messages[read++] : null));
            previous = entry.Seq;
        }
        var cut = entries.Count < shown.Count;
        var cursor = cut ? entries[^1].Entry.Seq
            : !slice.More ? slice.Head
            : slice.Entries.Count > 0 ? slice.Entries[^1].Seq
            : slice.After;
        return new(entries, cursor, slice.Head, cut || slice.More, slice.Reset, services.Epoch);
    }
}
