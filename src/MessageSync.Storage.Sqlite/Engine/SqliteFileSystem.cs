using System.Runtime.InteropServices;

namespace MessageSync.Storage.Sqlite.Engine;

/// <summary>The <c>sqlite3_vfs</c> of sqlite3.h, as far as it is used: what follows stays as it was copied.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SqliteFileSystem
{
    public int Version;
    public int FileBytes;
    public int PathMax;
    public SqliteFileSystem* Next;
    public byte* Name;
    public void* Data;
    public delegate* unmanaged[Cdecl]<SqliteFileSystem*, byte*, SqliteFile*, int, int*, int> Open;
    public fixed long Others[15];
}

/// <summary>The <c>sqlite3_file</c>: what an open file begins with.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SqliteFile
{
    public SqliteFileMethods* Methods;
}

/// <summary>Version 1 of the <c>sqlite3_io_methods</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SqliteFileMethods
{
    public int Version;
    public delegate* unmanaged[Cdecl]<SqliteFile*, int> Close;
    public delegate* unmanaged[Cdecl]<SqliteFile*, byte*, int, long, int> Read;
    public delegate* unmanaged[Cdecl]<SqliteFile*, byte*, int, long, int> Write;
    public delegate* unmanaged[Cdecl]<SqliteFile*, long, int> Truncate;
    public delegate* unmanaged[Cdecl]<SqliteFile*, int, int> Sync;
    public delegate* unmanaged[Cdecl]<SqliteFile*, long*, int> FileSize;
    public delegate* unmanaged[Cdecl]<SqliteFile*, int, int> Lock;
    public delegate* unmanaged[Cdecl]<SqliteFile*, int, int> Unlock;
    public delegate* unmanaged[Cdecl]<SqliteFile*, int*, int> CheckReservedLock;
    public delegate* unmanaged[Cdecl]<SqliteFile*, int, void*, int> FileControl;
    public delegate* unmanaged[Cdecl]<SqliteFile*, int> SectorSize;
    public delegate* unmanaged[Cdecl]<SqliteFile*, int> DeviceCharacteristics;
}
