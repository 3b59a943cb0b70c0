using System.Runtime.InteropServices;

namespace MessageSync.TestDisk.Native;

/// <summary>SQLite's <c>sqlite3_io_methods</c> up to version 2: what it does with an open file. Without memory maps of
/// the database, which would write past this layer; the shared memory of the log is passed on.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IoMethods
{
    public int Version;
    public delegate* unmanaged[Cdecl]<ShimFile*, int> Close;
    public delegate* unmanaged[Cdecl]<ShimFile*, void*, int, long, int> Read;
    public delegate* unmanaged[Cdecl]<ShimFile*, void*, int, long, int> Write;
    public delegate* unmanaged[Cdecl]<ShimFile*, long, int> Truncate;
    public delegate* unmanaged[Cdecl]<ShimFile*, int, int> Sync;
    public delegate* unmanaged[Cdecl]<ShimFile*, long*, int> FileSize;
    public delegate* unmanaged[Cdecl]<ShimFile*, int, int> Lock;
    public delegate* unmanaged[Cdecl]<ShimFile*, int, int> Unlock;
    public delegate* unmanaged[Cdecl]<ShimFile*, int*, int> CheckReservedLock;
    public delegate* unmanaged[Cdecl]<ShimFile*, int, void*, int> FileControl;
    public delegate* unmanaged[Cdecl]<ShimFile*, int> SectorSize;
    public delegate* unmanaged[Cdecl]<ShimFile*, int> DeviceCharacteristics;
    public delegate* unmanaged[Cdecl]<ShimFile*, int, int, int, void**, int> ShmMap;
    public delegate* unmanaged[Cdecl]<ShimFile*, int, int, int, int> ShmLock;
    public delegate* unmanaged[Cdecl]<ShimFile*, void> ShmBarrier;
    public delegate* unmanaged[Cdecl]<ShimFile*, int, int> ShmUnmap;
}

/// <summary>SQLite's <c>sqlite3_file</c>: its methods, then ours, then the whole wrapped one.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ShimFile
{
    public IoMethods* Methods;
    public nint Handle;

    /// <summary>The wrapped file, which lies behind this one.</summary>
    public static ShimFile* Wrapped(ShimFile* file) => file + 1;
}
