using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MessageSync.Storage.Sqlite.Engine;

/// <summary>
/// Writes the log in large pieces. SQLite hands a page to the log in two small writes; where many pages are committed
/// together, calling the system for each costs more than the writing. This file system (a SQLite "VFS") gathers what
/// follows on in one buffer and writes it where SQLite syncs, which it does before a commit counts; everything else goes
/// to the default file system as it is. For the one connection that writes: others find in the log only what was synced.
/// </summary>
internal static unsafe partial class GatheringLog
{
    /// <summary>The name to open the writing connection with.</summary>
    public const string Name = "messagesync";

    // SQLite's file system for Unix takes no more than 128 KiB at once.
    private const int BufferBytes = 120 * 1024;
    private const int Ok = 0;
    private const int CannotAllocate = 7;
    private const int IsLog = 0x00080000;

    private static readonly SqliteFileMethods* s_methods = Methods();
    private static readonly SqliteFileSystem* s_default = Find(IntPtr.Zero);
    private static readonly Lazy<bool> s_registered = new(Add);

    /// <summary>Makes it known to SQLite, once.</summary>
    public static void Register() => _ = s_registered.Value;

    private static bool Add()
    {
        var own = (SqliteFileSystem*)NativeMemory.Alloc((nuint)sizeof(SqliteFileSystem));
        *own = *s_default;
        own->Name = (byte*)Marshal.StringToCoTaskMemUTF8(Name);
        own->FileBytes = sizeof(LogFile) + s_default->FileBytes;
        own->Open = &Open;
        return Register(own, isDefault: 0) == Ok ? true : throw new InvalidOperationException("SQLite takes no VFS.");
    }

    private static SqliteFileMethods* Methods()
    {
        var methods = (SqliteFileMethods*)NativeMemory.AllocZeroed((nuint)sizeof(SqliteFileMethods));
        methods->Version = 1;
        methods->Close = &Close;
        methods->Read = &Read;
        methods->Write = &Write;
        methods->Truncate = &Truncate;
        methods->Sync = &Sync;
        methods->FileSize = &FileSize;
        methods->Lock = &Lock;
        methods->Unlock = &Unlock;
        methods->CheckReservedLock = &CheckReservedLock;
        methods->FileControl = &FileControl;
        methods->SectorSize = &SectorSize;
        methods->DeviceCharacteristics = &DeviceCharacteristics;
        return methods;
    }

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find")]
    private static partial SqliteFileSystem* Find(IntPtr name);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_vfs_register")]
    private static partial int Register(SqliteFileSystem* fileSystem, int isDefault);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(SqliteFileSystem* self, byte* path, SqliteFile* file, int flags, int* outFlags)
    {
        if ((flags & IsLog) == 0) return s_default->Open(s_default, path, file, flags, outFlags);

        var log = (LogFile*)file;
        *log = default;
        var buffer = NativeMemory.Alloc(BufferBytes);
        if (buffer is null) return CannotAllocate;

        var code = s_default->Open(s_default, path, log->Inner, flags, outFlags);
        if (code != Ok)
        {
            NativeMemory.Free(buffer);
            return code;
        }
        log->Buffer = (byte*)buffer;
        log->File.Methods = s_methods;
        return Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(SqliteFile* file)
    {
        var log = (LogFile*)file;
        var flushed = Flush(log);
        var closed = log->Inner->Methods->Close(log->Inner);
        NativeMemory.Free(log->Buffer);
        return flushed == Ok ? closed : flushed;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(SqliteFile* file, byte* bytes, int count, long offset)
    {
        var log = (LogFile*)file;
        if (offset != log->Start + log->Count || count > BufferBytes - log->Count)
        {
            var code = Flush(log);
            if (code != Ok || count > BufferBytes)
                return code == Ok ? log->Inner->Methods->Write(log->Inner, bytes, count, offset) : code;
            log->Start = offset;
        }
        Buffer.MemoryCopy(bytes, log->Buffer + log->Count, BufferBytes - log->Count, count);
        log->Count += count;
        return Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(SqliteFile* file, byte* bytes, int count, long offset)
    {
        var log = (LogFile*)file;
        var overlaps = offset < log->Start + log->Count && offset + count > log->Start;
        var code = overlaps ? Flush(log) : Ok;
        return code == Ok ? log->Inner->Methods->Read(log->Inner, bytes, count, offset) : code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(SqliteFile* file, int flags)
    {
        var log = (LogFile*)file;
        var code = Flush(log);
        return code == Ok ? log->Inner->Methods->Sync(log->Inner, flags) : code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(SqliteFile* file, long size)
    {
        var log = (LogFile*)file;
        var code = Flush(log);
        return code == Ok ? log->Inner->Methods->Truncate(log->Inner, size) : code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int FileSize(SqliteFile* file, long* size)
    {
        var log = (LogFile*)file;
        var code = Flush(log);
        return code == Ok ? log->Inner->Methods->FileSize(log->Inner, size) : code;
    }

    /// <summary>Writes what was gathered. If that fails, so does the transaction: nothing of it is kept.</summary>
    private static int Flush(LogFile* log)
    {
        if (log->Count == 0) return Ok;

        var code = log->Inner->Methods->Write(log->Inner, log->Buffer, log->Count, log->Start);
        log->Count = 0;
        return code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Lock(SqliteFile* file, int level) => Inner(file)->Methods->Lock(Inner(file), level);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Unlock(SqliteFile* file, int level) => Inner(file)->Methods->Unlock(Inner(file), level);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CheckReservedLock(SqliteFile* file, int* result) =>
        Inner(file)->Methods->CheckReservedLock(Inner(file), result);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int FileControl(SqliteFile* file, int operation, void* argument) =>
        Inner(file)->Methods->FileControl(Inner(file), operation, argument);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int SectorSize(SqliteFile* file) => Inner(file)->Methods->SectorSize(Inner(file));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int DeviceCharacteristics(SqliteFile* file) =>
        Inner(file)->Methods->DeviceCharacteristics(Inner(file));

    private static SqliteFile* Inner(SqliteFile* file) => ((LogFile*)file)->Inner;

    /// <summary>An open log; the file of the default file system follows it in memory.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct LogFile
    {
        public SqliteFile File;
        public byte* Buffer;
        public long Start;
        public int Count;

        public SqliteFile* Inner => (SqliteFile*)((LogFile*)Unsafe.AsPointer(ref this) + 1);
    }
}
