using System.Reflection;
using System.Text.Json;
using MessageSync.Inboxes;
using MessageSync.Orleans.Grains;
using MessageSync.Orleans.Serialization;
using MessageSync.Storage;
using MessageSync.Timelines;

namespace MessageSync.Orleans.Tests.Serialization;

public sealed class WireTests : IDisposable
{
    private const string Approved = "Serialization/wire.txt";

    private readonly Wire _wire = new();

    private static IEnumerable<string> Values =>
        WireTypes.ByName.Where(one => !one.Value.IsGenericTypeDefinition && !typeof(Exception).IsAssignableFrom(one.Value))
            .Select(one => one.Key).Order(StringComparer.Ordinal);

    public static TheoryData<string> ValueNames => [.. Values];

    public void Dispose() => _wire.Dispose();

    [Theory]
    [MemberData(nameof(ValueNames))]
    public void What_is_written_is_read_the_same(string name)
    {
        var value = Sample.Of(WireTypes.ByName[name]);

        var read = _wire.Read<object>(_wire.Write(value));

        Assert.Equal(value.GetType(), read.GetType());
        Assert.Equal(Text(value), Text(read));
    }

    [Theory]
    [MemberData(nameof(ValueNames))]
    public void Within_a_process_nothing_is_copied(string name)
    {
        var value = Sample.Of(WireTypes.ByName[name]);

        Assert.Same(value, _wire.Copy(value));
    }

    [Fact]
    public void Answers_carry_their_value_or_their_refusal()
    {
        Answer<SendReceipt> good = new SendReceipt(new(7), DateTimeOffset.UnixEpoch, Duplicate: true);
        Answer<SendReceipt> bad = new Refusal.SendKeyReused(new(7));

        Assert.Equal(good, _wire.Read<Answer<SendReceipt>>(_wire.Write(good)));
        Assert.Equal(bad, _wire.Read<Answer<SendReceipt>>(_wire.Write(bad)));
    }

    [Fact]
    public void Lists_of_any_making_arrive()
    {
        IReadOnlyList<SeqNo> made = [.. Enumerable.Range(1, 3).Select(n => new SeqNo(n))];
        IReadOnlyList<Offer> one = [new(new("tea"), new(1), new EntryContent.Message(new(1)))];

        Assert.Equal(made, _wire.Read<IReadOnlyList<SeqNo>>(_wire.Write(made)));
        Assert.Equal(one, _wire.Read<IReadOnlyList<Offer>>(_wire.Write(one)));
    }

    [Fact]
    public void What_a_grain_and_its_store_throw_arrives_as_it_was()
    {
        Exception down = new StoreUnavailableException("The disk is gone.");
        Exception full = new StoreOverloadedException();
        Exception failed = new GrainFailedException("A row is odd.");

        Assert.Equal("The disk is gone.", Assert.IsType<StoreUnavailableException>(_wire.Read<Exception>(_wire.Write(down))).Message);
        Assert.IsType<StoreOverloadedException>(_wire.Read<Exception>(_wire.Write(full)));
        Assert.Equal("A row is odd.", Assert.IsType<GrainFailedException>(_wire.Read<Exception>(_wire.Write(failed))).Message);
    }

    [Fact]
    public void Every_type_of_a_closed_set_has_a_name()
    {
        Type[] sets = [typeof(Refusal), typeof(EntryContent), typeof(TimelineCommand), typeof(RoamingAnchor)];

        var members = sets.SelectMany(set => set.Assembly.GetTypes().Where(type => !type.IsAbstract && set.IsAssignableFrom(type)));

        Assert.Empty(members.Except(WireTypes.ByName.Values));
    }

    [Fact]
    public void Names_and_ids_that_were_ever_used_stay()
    {
        var now = WireTypes.ByName.Keys.Order(StringComparer.Ordinal).Select(Line);

        var approved = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, Approved));

        // A new member or type: add it to the file. A line that changed: another version reads something else.
        Assert.Equal(approved, now);
    }

    private static string Line(string name)
    {
        var type = WireTypes.ByName[name];
        var surrogate = typeof(WireTypes).Assembly.GetTypes().FirstOrDefault(one => one.GetInterfaces().Any(
            made => made.IsGenericType && made.GetGenericTypeDefinition() == typeof(ISurrogate<,>) && made.GenericTypeArguments[1] == type));
        var members = surrogate?.GetFields().Select(
            field => $"{field.GetCustomAttribute<IdAttribute>()!.Id} {field.Name}") ?? [];
        return $"{name}: {string.Join(", ", members)}".TrimEnd(' ', ':');
    }

    private static string Text(object value) => JsonSerializer.Serialize(value, value.GetType());
}
