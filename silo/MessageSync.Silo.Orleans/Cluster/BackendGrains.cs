using System.Reflection;
using System.Runtime.Loader;
using MessageSync.Storage;
using Orleans.Serialization;
using Orleans.Serialization.Configuration;

namespace MessageSync.Silo.Orleans.Cluster;

/// <summary>Grains of a backend that live in this silo beside MessageSync's: all silos of a cluster load the same.</summary>
internal static class BackendGrains
{
    /// <summary>Loads an assembly with grains; what it needs besides is looked for beside it.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="file">The assembly's file.</param>
    /// <exception cref="StoreStartException">There is no such file, or no grain in it.</exception>
    public static void AddGrainsOf(this ISiloBuilder silo, string file)
    {
        var path = Path.GetFullPath(file);
        var parts = PartsOf(Load(path), path);
        silo.Services.AddSerializer(serializer =>
        {
            foreach (var part in parts) serializer.AddAssembly(part);
        });
    }

    private static Assembly Load(string path)
    {
        if (!File.Exists(path)) throw new StoreStartException($"There is no file {path}: say with --grains where the grains are.");

        try
        {
            // Orleans and whatever else both have is the silo's.
            var beside = new AssemblyDependencyResolver(path);
            AssemblyLoadContext.Default.Resolving += (context, name) =>
                beside.ResolveAssemblyToPath(name) is { } found ? context.LoadFromAssemblyPath(found) : null;
            return AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
        }
        catch (Exception failure) when (failure is BadImageFormatException or FileLoadException or InvalidOperationException)
        {
            throw new StoreStartException($"The grains in {path} cannot be loaded: it is no assembly for this silo.", failure);
        }
    }

    /// <summary>The assembly, and those it uses, as far as they have grains or what crosses calls.</summary>
    private static Assembly[] PartsOf(Assembly assembly, string path)
    {
        Assembly[] parts =
        [
            .. assembly.GetCustomAttributes<ApplicationPartAttribute>().Select(part => Assembly.Load(part.AssemblyName)).Append(assembly)
                .Distinct().Where(part => part.IsDefined(typeof(TypeManifestProviderAttribute))),
        ];
        if (parts.Contains(assembly)) return parts;

        throw new StoreStartException($"There are no grains in {path}: its project needs the package Microsoft.Orleans.Server.");
    }
}
