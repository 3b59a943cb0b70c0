using System.Runtime.CompilerServices;
using MessageSync.TestDisk;

namespace MessageSync.Storage.Sqlite.Tests.Disk;

internal static class Layer
{
#pragma warning disable CA2255 // This assembly is where the test process begins.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Install() => FaultyDisk.Install();
}
