using System.Text;

namespace MessageSync.Http.Tests;

/// <summary>
/// Goal: no bytes make a parser throw: what is not understood is a fault with a 4xx.
/// Method: good inputs, mutilated from one seed. A failure names its seed.
/// </summary>
public sealed class ParserFuzzTests
{
    private static readonly string[] s_documents =
    [
        """{"sendKey":"k-1","body":"hello \u0000 \ud83d\ude00","contentType":"text/plain","encoding":"base64"}""",
        """{"kind":"group","id":"tea","title":"Tea \"time\"","members":["ann","bob"],"history":"all"}""",
        """{"add":["ann"],"remove":["bob",null,1.5e300]}""",
        """{"advanceSeconds":12,"service":true,"expiresInSeconds":-1}""",
    ];

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 50)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Documents_never_throw(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 500; i++)
        {
            var faults = new Faults();
            var members = JsonMembers.Parse(Mutilate(random, s_documents[random.Next(s_documents.Length)]), faults);

            members.SendKey(faults);
            members.MessageBody(faults);
            members.Users("members", 2);
            members.Users("remove", 2);
            members.Word("history", Words.Histories);
            members.Flag("service");
            members.Integer("advanceSeconds", 0, 100);
            members.End();

            Assert.InRange(faults.First?.Status ?? 400, 400, 499);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Queries_never_throw(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 500; i++)
        {
            var faults = new Faults();
            var bytes = Mutilate(random, "?limit=5&at=2026-01-31T12:00:00.000Z&seqs=1,2,3&after=a%20b&wait=0&left=true");
            var query = QueryValues.Parse(Encoding.Latin1.GetString(bytes), faults);

            query.OnlyOneOf("at", "seqs", "after");
            query.Integer("limit", 0, 10, 5);
            query.Time("at");
            query.Seqs("seqs", 3);
            query.User("after");
            query.Word("left", Words.Flags);
            query.End();

            Assert.InRange(faults.First?.Status ?? 400, 400, 499);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Claims_never_throw(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 500; i++)
            TokenClaims.Read(Mutilate(
                random, """{"sub":"ann","device":"phone","role":"service","exp":1e9,"nbf":12,"a":["\ud800"]}"""));
    }

    /// <summary>The text with a few bytes gone, doubled, exchanged or made up.</summary>
    private static byte[] Mutilate(Random random, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text).ToList();
        for (var cuts = random.Next(5); cuts > 0 && bytes.Count > 0; cuts--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes.RemoveAt(at); break;
                case 1: bytes.Insert(at, (byte)random.Next(256)); break;
                case 2: bytes[at] = (byte)random.Next(256); break;
                case 3: bytes.RemoveRange(at, bytes.Count - at); break;
                default: bytes.InsertRange(at, bytes.Skip(random.Next(bytes.Count)).Take(random.Next(20)).ToList()); break;
            }
        }
        return [.. bytes];
    }
}
