using System.Globalization;
using System.Text;
using CsCheck;
using HealthWarehouse.Collect;
using HealthWarehouse.Concepts;
using HealthWarehouse.Standardise;
using HealthWarehouse.Store;
using static HealthWarehouse.Tests.Collect.Claim;

namespace HealthWarehouse.Tests.Checks;

/// <summary>
/// Values as people, keyboards and spreadsheets write them: what can be understood is, what cannot is unknown, and both are told.
/// </summary>
public class WrittenValuesSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public void Thousands_set_apart_are_the_number_they_are_and_never_another() =>
        Gen.Select(Gen.Long[1_000_000, 99_999_999_999], Gen.Char[".,' "], Gen.Int[0, 99], Gen.Bool)
            .Sample((number, separator, cents, withCents) =>
        {
            var grouped = number.ToString("N0", CultureInfo.InvariantCulture).Replace(',', separator);
            var point = separator == '.' ? ',' : '.';
            var (form, plain) = Read(withCents ? $"{grouped}{point}{cents:00}" : grouped);
            return form is Grouping.Grouped && plain == (withCents ? $"{number}.{cents:00}" : $"{number}");
        });

    [Fact]
    public void Numbers_of_the_act_stay_as_they_are() =>
        Gen.Select(Gen.Long[0, 99_999_999_999], Gen.Int[0, 9999], Gen.Int[0, 4]).Where(t => t.Item3 != 3 || t.Item1 is 0 or > 999)
            .Sample((number, decimals, digits) =>
            Read(digits == 0 ? $"{number}"
                : $"{number}.{decimals.ToString(CultureInfo.InvariantCulture).PadLeft(4, '0')[..digits]}").Form is Grouping.Plain);

    [Theory, InlineData("40.000"), InlineData("40,000"), InlineData("1.000"), InlineData("-250.000")]
    public void One_group_of_three_may_be_either(string text) => Read(text).Form.ShouldBe(Grouping.Ambiguous);

    [Theory]
    [InlineData("40.000", null, "R07-ambiguous")]
    [InlineData("40,000", null, "R07-ambiguous")]
    [InlineData("1.234.567", 1234567, "R07-grouped")]
    [InlineData("1 000", 1000, "R07-grouped")]
    [InlineData("1\u00a0000", 1000, "R07-grouped")]
    [InlineData("40000.00", 40000, null)]
    public async Task Money_is_never_silently_wrong(string written, int? amount, string? rule)
    {
        await using var test = await TestHouse.Open();

        var delivery = await test.Load(Envelope(Stay("E1", ("T_VTYT", written))));

        (await test.Ask<decimal?>("select supply_amount from core.encounter")).ShouldBe([amount]);
        var told = (await test.Rules(delivery)).Where(r => r.StartsWith("R07", StringComparison.Ordinal));
        if (rule is null) told.ShouldBeEmpty();
        else told.ShouldContain(rule);
    }

    [Theory, InlineData("E 1\u00a0", "E 1"), InlineData("\u200bE1", "E1"), InlineData("E\u00ad1", "E1"),
        InlineData("\ufeffE1\u2060", "E1"), InlineData("HS-NO\u0302\u0323I-1", "HS-NỘI-1")]
    public async Task A_key_is_what_is_read_of_it_in_every_table_and_that_is_told(string written, string read)
    {
        await using var test = await TestHouse.Open();

        var delivery = await test.Load(Envelope(Hoso(File("XML1", Xml1(written)), File("XML2", Xml2(read)), File("XML5", Xml5(written)))));
        await test.Load(Envelope(Hoso(File("XML1", Xml1(read)), File("XML2", Xml2(written)), File("XML5", Xml5(read)))));

        (await test.Ask<string>("select distinct episode_code from std.record")).ShouldBe([read]);
        (await test.Ask<long>("select count(*) from core.encounter where known_to is null")).ShouldBe([1]);
        (await test.Ask<long>("select count(*) from std.xml2")).ShouldBe([4]);
        (await test.Rules(delivery)).ShouldContain("R09-invisible");
    }

    [Fact]
    public async Task Length_is_counted_in_composed_letters()
    {
        await using var test = await TestHouse.Open();
        // 47 of 50 letters composed, far more apart
        var longest = string.Concat(Enumerable.Repeat("Ống ", 12)).TrimEnd();

        var delivery = await test.Load(Envelope(Hoso(File("XML1", Xml1("E1")),
            File("XML2", Xml2("E1", ("DON_VI_TINH", longest.Normalize(NormalizationForm.FormD)))))));

        (await test.Rules(delivery)).ShouldNotContain("R06-too-long");
    }

    [Theory, InlineData(Engine.DuckDb), InlineData(Engine.PostgreSql)]
    public async Task An_age_speaks_only_where_it_is_certain(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        // H25.9 is for thirty years and more, F03 for fifteen; all arrive on 27/08/2026.
        (string Born, string Icd, bool Speaks)[] cases =
        [
            ("199608270000", "H25.9", false), ("199608280000", "H25.9", true), ("199600000000", "H25.9", false),
                ("199700000000", "H25.9", true),
            ("199608000000", "H25.9", false), ("199610000000", "H25.9", true), ("201100000000", "F03", false),
                ("201200000000", "F03", true),
        ];
        foreach (var ((born, icd, _), i) in cases.Select((c, i) => (c, i)))
            await test.Send(Envelope(Stay($"E{i}", ("NGAY_SINH", born), ("MA_BENH_CHINH", icd))));
        await test.House.Loader.LoadWaiting(Stop);

        var spoken = await test.Ask<string>("select distinct r.episode_code from std.finding f " +
            "join std.record r on r.record_key = f.record_key where f.rule = 'R32-age' order by r.episode_code");

        spoken.ShouldBe(cases.Select((c, i) => (c.Speaks, Episode: $"E{i}")).Where(c => c.Speaks).Select(c => c.Episode));
    }

    private static (Grouping Form, string Plain) Read(string text)
    {
        var plain = new byte[40];
        var form = GroupedNumber.Read(Encoding.UTF8.GetBytes(text), plain, out var length);
        return (form, Encoding.UTF8.GetString(plain, 0, length));
    }
}
