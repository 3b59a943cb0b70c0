using System.Globalization;
using MessageSync.Storage;

namespace MessageSync.Silo.Import;

/// <summary>Marks as settings of the store, named <c>import:conversation:file</c>.</summary>
/// <param name="conversation">The conversation that is imported into.</param>
/// <param name="settings">The store's.</param>
internal sealed class StoreMarks(ConversationId conversation, IStoreSettings settings) : IImportMarks
{
    /// <inheritdoc/>
    public async Task<int> ReadAsync(string file, CancellationToken ct) =>
        int.TryParse(
            await settings.ReadAsync(NameOf(file), ct), NumberStyles.None, CultureInfo.InvariantCulture, out var lines)
            ? lines
            : 0;

    /// <inheritdoc/>
    public Task WriteAsync(string file, int lines, CancellationToken ct) =>
        settings.WriteAsync(NameOf(file), lines.ToString(CultureInfo.InvariantCulture), ct);

    private string NameOf(string file) => $"import:{conversation}:{file}";
}
