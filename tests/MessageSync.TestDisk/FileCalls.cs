using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MessageSync.TestDisk.Native;

namespace MessageSync.TestDisk;

/// <summary>What SQLite does with an open file: the disk is asked, then the wrapped file is, then the disk is
/// told.</summary>
internal static unsafe class FileCalls
{
    /// <summary>Shared by all files.</summary>
    public static readonly IoMethods* Methods = Make();

    private static IoMethods* Make()
    {
        var methods = (IoMethods*)NativeMemory.AllocZeroed((nuint)sizeof(IoMethods));
        *methods = new()
        {
            Version = 2,
            Close = &Close,
            Read = &Read,
            Write = &Write,
            Truncate = &Truncate,
            Sync = &Sync,
            FileSize = &FileSize,
            Lock = &Lock,
            Unlock = &Unlock,
            CheckReservedLock = &CheckReservedLock,
            FileControl = &FileControl,
            SectorSize = &SectorSize,
            DeviceCharacteristics = &DeviceCharacteristics,
            ShmMap = &ShmMap,
            ShmLock = &ShmLock,
            ShmBarrier = &ShmBarrier,
            ShmUnmap = &ShmUnmap,
        };
        return methods;
    }

    private static OpenFile Of(ShimFile* file) => (OpenFile)GCHandle.FromIntPtr(file->Handle).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(ShimFile* file)
    {
        GCHandle.FromIntPtr(file->Handle).Free();
        var wrapped = ShimFile.Wrapped(file);
        return wrapped->Methods->Close(wrapped);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(ShimFile* file, void* bytes, int count, long offset)
    {
        var (disk, path) = Of(file);
        if (disk.Answer(DiskCall.Read, path) is not 0 and var answer) return answer;

        var wrapped = ShimFile.Wrapped(file);
        return wrapped->Methods->Read(wrapped, bytes, count, offset);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(ShimFile* file, void* bytes, int count, long offset)
    {
        var (disk, path) = Of(file);
        if (disk.Answer(DiskCall.Write, path) is not 0 and var answer) return answer;

        var wrapped = ShimFile.Wrapped(file);
        var code = wrapped->Methods->Write(wrapped, bytes, count, offset);
        if (code == Sqlite.Ok) disk.Written(path, offset, new(bytes, count));
        return code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(ShimFile* file, long length)
    {
        var (disk, path) = Of(file);
        if (disk.Answer(DiskCall.Truncate, path) is not 0 and var answer) return answer;

        var wrapped = ShimFile.Wrapped(file);
        var code = wrapped->Methods->Truncate(wrapped, length);
        if (code == Sqlite.Ok) disk.Truncated(path, length);
        return code;
    }

    /// <summary>The real file is not synced: the power that is lost is not the machine's.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(ShimFile* file, int flags)
    {
        var open = Of(file);
        var (disk, path) = open;
        var answer = disk.Answer(DiskCall.Sync, path);
        if (answer == DiskAnswer.SyncFailed) disk.SyncFailed(path);
        if (answer != DiskAnswer.Ok) return answer;

        disk.Synced(path, open.SyncsFolder);
        open.SyncsFolder = false;
        return answer;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int FileSize(ShimFile* file, long* size)
    {
        var wrapped = ShimFile.Wrapped(file);
        return wrapped->Methods->FileSize(wrapped, size);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Lock(ShimFile* file, int level)
    {
        var wrapped = ShimFile.Wrapped(file);
        return wrapped->Methods->Lock(wrapped, level);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Unlock(ShimFile* file, int level)
    {
        var wrapped = ShimFile.Wrapped(file);
        return wrapped->Methods->Unlock(wrapped, level);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CheckReservedLock(ShimFile* file, int* isLocked)
    {
        var wrapped = ShimFile.Wrapped(file);
        return wrapped->Methods->CheckReservedLock(wrapped, isLocked);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int FileControl(ShimFile* file, int operation, void* argument)
    {
        var wrapped = ShimFile.Wrapped(file);
        return wrapped->Methods->FileControl(wrapped, operation, argument);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int SectorSize(ShimFile* file)
    {
        var wrapped = ShimFile.Wrapped(file);
        return wrapped->Methods->SectorSize(wrapped);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int DeviceCharacteristics(ShimFile* file)
    {
        var wrapped = ShimFile.Wrapped(file);
        return wrapped->Methods->DeviceCharacteristics(wrapped);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int ShmMap(ShimFile* file, int page, int bytes, int extend, void** map)
    {
        var wrapped = ShimFile.Wrapped(file);
        return wrapped->Methods->ShmMap(wrapped, page, bytes, extend, map);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int ShmLock(ShimFile* file, int offset, int count, int flags)
    {
        var wrapped = ShimFile.Wrapped(file);
        return wrapped->Methods->ShmLock(wrapped, offset, count, flags);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void ShmBarrier(ShimFile* file)
    {
        var wrapped = ShimFile.Wrapped(file);
        wrapped->Methods->ShmBarrier(wrapped);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int ShmUnmap(ShimFile* file, int delete)
    {
        var wrapped = ShimFile.Wrapped(file);
        return wrapped->Methods->ShmUnmap(wrapped, delete);
    }
}
