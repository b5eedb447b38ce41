using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Operate.Examples;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Checks;

/// <summary>Very many episodes of one person at one hour are one finding a record, with the count, and load like any others.</summary>
public class ManyOfOneSpec
{
    private const int Many = 2000;

    [Theory, ClassData(typeof(Engines))]
    public async Task The_same_visit_under_thousands_of_codes_is_one_finding_a_record_with_the_count(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        await test.Load(Envelope(test, "maternity-rest", n => new() { ["MA_LK"] = $"M{n:d5}" }));

        (await test.Ask<string>("select concat_ws(' ', count(*), count(distinct record_key), sum(times)) from std.finding " +
            "where rule = 'R93-same-visit-other-code'")).ShouldBe([$"{Many - 1} {Many - 1} {Many - 1}"]);
        (await Last(test, "R93-same-visit-other-code")).ShouldContain($"MA_LK M00000 (số MA_LK khác: {Many - 1})");
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Thousands_of_stays_at_one_time_in_two_hospitals_are_one_finding_a_record_with_the_count(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        await test.Load(Envelope(test, "birth", n => new() { ["MA_LK"] = $"M{n:d5}", ["MA_CSKCB"] = n % 2 == 0 ? "99001" : "99002" }));

        (await test.Ask<string>("select concat_ws(' ', count(*), count(distinct record_key)) from std.finding " +
            "where rule = 'R92-overlapping-stays'")).ShouldBe([$"{Many - 1} {Many - 1}"]);
        (await Last(test, "R92-overlapping-stays")).ShouldContain("(số đợt chồng: 50)");
    }

    private static async Task<string> Last(TestHouse test, string rule) =>
        (await test.Ask<string>("select message from std.finding where rule = $rule order by record_key desc limit 1", new { rule }))[0];

    /// <summary>One envelope with very many records of the same person.</summary>
    private static byte[] Envelope(TestHouse test, string from, Func<int, Dictionary<string, string?>> change)
    {
        var clean = test.House.Catalogue.Clean;
        var envelope = new ExampleEnvelope(test.House.Catalogue.Usual, clean.Received);
        var records = Enumerable.Range(0, Many).Select(n =>
        {
            var text = envelope.Write(ExampleRecord.Of(clean,
                new RecordChange(from, Set: new Dictionary<string, IReadOnlyDictionary<string, string?>> { ["XML1"] = change(n) }), 1));
            var start = text.IndexOf("<HOSO>", StringComparison.Ordinal);
            return (Text: text, Start: start, End: text.IndexOf("</HOSO>", StringComparison.Ordinal) + 7);
        }).ToArray();
        var (first, start, end) = records[0];
        return Encoding.UTF8.GetBytes(first[..start] + string.Concat(records.Select(r => r.Text[r.Start..r.End])) + first[end..]);
    }
}
