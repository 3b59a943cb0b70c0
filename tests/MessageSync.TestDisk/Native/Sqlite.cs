using System.Runtime.InteropServices;

namespace MessageSync.TestDisk.Native;

/// <summary>The two calls that the binding does not have, and result codes.</summary>
internal static unsafe partial class Sqlite
{
    public const int Ok = 0;
    public const int IoError = 10;
    public const int CannotOpen = 14;

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    public static extern Vfs* FindVfs(byte* name);

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_register", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    public static extern int RegisterVfs(Vfs* vfs, int makeDefault);
}
