using System.Globalization;
using System.Runtime;

namespace MessageSync.Figures;

/// <summary>What a process takes, in MB.</summary>
/// <param name="Managed">Objects that are alive.</param>
/// <param name="Resident">Everything, as the system counts it.</param>
internal sealed record Memory(double Managed, double Resident)
{
    private const double Megabyte = 1e6;

    /// <summary>Of this process, when it has collected and given back what it does not need.</summary>
    public static Memory Collected()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return new(GC.GetTotalMemory(forceFullCollection: true) / Megabyte, Environment.WorkingSet / Megabyte);
    }

    /// <summary>As one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Managed:0.0} {Resident:0.0}");

    /// <summary>Reads that line.</summary>
    public static Memory Parse(string line)
    {
        var values = line.Split(' ').Select(value => double.Parse(value, CultureInfo.InvariantCulture)).ToArray();
        return new(values[0], values[1]);
    }
}
