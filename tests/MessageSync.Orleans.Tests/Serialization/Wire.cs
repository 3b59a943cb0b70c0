using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.Configuration;

namespace MessageSync.Orleans.Tests.Serialization;

/// <summary>The serializer of one silo or client.</summary>
internal sealed class Wire : IDisposable
{
    private readonly ServiceProvider _services;

    /// <summary>As it is, or of another version.</summary>
    public Wire(Action<TypeManifestOptions>? version = null)
    {
        var services = new ServiceCollection();
        services.AddSerializer(builder =>
        {
            builder.AddAssembly(typeof(MessageSyncOrleansExtensions).Assembly);
            builder.AddAssembly(typeof(Wire).Assembly);
        });
        services.AddWireTypes();
        if (version is not null) services.Configure(version);
        _services = services.BuildServiceProvider();
    }

    public byte[] Write<T>(T value) => _services.GetRequiredService<Serializer>().SerializeToArray(value);

    public T Read<T>(byte[] bytes) => _services.GetRequiredService<Serializer>().Deserialize<T>(bytes)!;

    public T Copy<T>(T value) => _services.GetRequiredService<DeepCopier>().Copy(value)!;

    public void Dispose() => _services.Dispose();
}
