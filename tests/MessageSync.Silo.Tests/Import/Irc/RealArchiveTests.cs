using System.Diagnostics;
using MessageSync.ChatLogs;
using Xunit.Abstractions;

namespace MessageSync.Silo.Tests.Import.Irc;

public sealed class RealArchiveTests(ITestOutputHelper output)
{
    [ArchiveFact]
    public void Every_line_of_153_real_days_is_understood()
    {
        using var logs = new LogFolder();
        using (var unpack = Process.Start(
            "tar", ["-xJf", ArchiveFactAttribute.Archive!, "-C", logs.Path, "--strip-components=1"]))
        {
            unpack.WaitForExit();
        }

        var entries = logs.Files.SelectMany(file => IrcLog.Read(file.Date, File.ReadAllBytes(file.Path))).ToList();

        foreach (var kind in entries.GroupBy(Kind).OrderByDescending(kind => kind.Count()))
            output.WriteLine($"{kind.Count(),7} {kind.Key}");
        Assert.Equal(153, logs.Files.Count);
        Assert.Equal(220_285, entries.Count);
        Assert.Equal(196_080, entries.Count(entry => entry.Event is IrcEvent.Said));
        Assert.DoesNotContain(entries, entry => entry.Event is IrcEvent.Skipped { Kind: SkippedKind.Other });
    }

    private static string Kind(IrcEntry entry) =>
        entry.Event is IrcEvent.Skipped skipped ? $"skipped: {skipped.Kind}" : entry.Event.GetType().Name;
}
