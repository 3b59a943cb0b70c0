using MessageSync.Client.Sqlite;
using MessageSync.Client.Tests.Properties;

namespace MessageSync.Client.Tests.Stores;

public sealed class SqliteDeviceStoreTests : DeviceStoreConformance
{
    private readonly string _folder = Directory.CreateTempSubdirectory("messagesync-client-").FullName;
    private SqliteDeviceStore? _store;

    protected override IDeviceStore Store => _store ??= new(Path);

    private string Path => System.IO.Path.Combine(_folder, "device.db");

    [Fact]
    public void A_recalled_body_is_gone_from_the_file()
    {
        var message = new Message("tea", 1, "k", "ann", default, "text/plain", "SECRETSECRET", null, "sent", 0);
        Store.Commit(new() { Messages = [message] });
        Assert.Contains("SECRETSECRET", File.ReadAllText(Path), StringComparison.Ordinal);

        Store.Commit(new() { Messages = [message with { State = "recalled", Body = null, ContentType = null }] });

        Assert.DoesNotContain("SECRETSECRET", File.ReadAllText(Path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_commit_that_fails_in_the_middle_stores_nothing()
    {
        var broken = new Message(null!, 1, "k", "ann", default, null, null, null, "sent", 0);

        Assert.ThrowsAny<Exception>(() => Store.Commit(new() { State = new() { User = "ann" }, Messages = [broken] }));

        Assert.Null(Reopened().Load().State.User);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_device_lives_on_it_as_in_memory(int seed)
    {
        var stores = new List<SqliteDeviceStore>();
        try
        {
            var world = new World(seed, hasEpochs: true, NewStore);
            for (var step = 0; step < 200; step++) world.Step();

            foreach (var phone in world.Phones) Agreement.LoadEverything(phone, world.Server);
            foreach (var phone in world.Phones)
            {
                Agreement.LoadEverything(phone, world.Server);
                Agreement.Check(phone, world.Server, "ann");
            }
        }
        finally
        {
            foreach (var store in stores) store.Dispose();
        }

        SqliteDeviceStore NewStore()
        {
            stores.Add(new(System.IO.Path.Combine(_folder, $"{stores.Count}.db")));
            return stores[^1];
        }
    }

    protected override IDeviceStore Reopened()
    {
        _store?.Dispose();
        return _store = new(Path);
    }

    protected override void Dispose(bool disposing)
    {
        _store?.Dispose();
        Directory.Delete(_folder, recursive: true);
        base.Dispose(disposing);
    }
}
