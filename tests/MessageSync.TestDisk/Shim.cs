using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MessageSync.TestDisk.Native;

namespace MessageSync.TestDisk;

/// <summary>The layer itself: the process's default way to files, around the one that SQLite brings. Files outside of
/// all
/// <see cref="FaultyDisk"/>s are opened by that one, as if this one was not there.</summary>
internal static unsafe class Shim
{
    private static readonly Lock s_gate = new();
    private static readonly Vfs* s_wrapped;
    private static volatile FaultyDisk[] s_disks = [];

    static Shim()
    {
        s_wrapped = Sqlite.FindVfs(null);
        var own = (Vfs*)NativeMemory.AllocZeroed((nuint)sizeof(Vfs));
        *own = *s_wrapped;
        own->FileBytes += sizeof(ShimFile);
        own->Next = null;
        own->Name = (byte*)Marshal.StringToCoTaskMemUTF8("faulty-disk");
        own->Open = &Open;
        own->Delete = &Delete;
        var code = Sqlite.RegisterVfs(own, makeDefault: 1);
        if (code != Sqlite.Ok) throw new InvalidOperationException($"SQLite does not take the layer (code {code}).");
    }

    /// <summary>The static constructor has done it when this returns.</summary>
    public static void Install()
    {
    }

    public static void Add(FaultyDisk disk)
    {
        lock (s_gate) s_disks = [.. s_disks, disk];
    }

    public static void Remove(FaultyDisk disk)
    {
        lock (s_gate) s_disks = [.. s_disks.Where(one => one != disk)];
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(Vfs* self, byte* name, ShimFile* file, int flags, int* outFlags)
    {
        file->Methods = null;
        if (Find(name) is not var (disk, path)) return s_wrapped->Open(s_wrapped, name, file, flags, outFlags);

        var existed = File.Exists(path);
        if (disk.Answer(DiskCall.Open, path) is not 0 and var answer) return answer;

        var wrapped = ShimFile.Wrapped(file);
        var code = s_wrapped->Open(s_wrapped, name, wrapped, flags, outFlags);
        if (code != Sqlite.Ok) return code;

        disk.Opened(path, existed);
        file->Handle = GCHandle.ToIntPtr(GCHandle.Alloc(new OpenFile(disk, path)));
        file->Methods = FileCalls.Methods;
        return Sqlite.Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Delete(Vfs* self, byte* name, int syncFolder)
    {
        if (Find(name) is not var (disk, path)) return s_wrapped->Delete(s_wrapped, name, syncFolder);
        if (disk.Answer(DiskCall.Delete, path) is not 0 and var answer) return answer;

        var code = s_wrapped->Delete(s_wrapped, name, syncFolder);
        if (code == Sqlite.Ok) disk.Deleted(path, syncFolder != 0);
        return code;
    }

    private static (FaultyDisk, string)? Find(byte* name)
    {
        if (name is null || s_disks is not { Length: > 0 } disks) return null;

        var path = Marshal.PtrToStringUTF8((nint)name)!;
        return disks.FirstOrDefault(disk => disk.Holds(path)) is { } disk ? (disk, path) : null;
    }
}

/// <summary>Whose file it is.</summary>
internal sealed class OpenFile(FaultyDisk disk, string path)
{
    /// <summary>With its first sync of a log or a journal SQLite syncs the folder, too, whether it made that file or
    /// found it.</summary>
    public bool SyncsFolder { get; set; } =
        path.EndsWith("-wal", StringComparison.Ordinal) || path.EndsWith("-journal", StringComparison.Ordinal);

    public void Deconstruct(out FaultyDisk on, out string at) => (on, at) = (disk, path);
}
