using static HealthWarehouse.Tests.Collect.Answer;
using static HealthWarehouse.Tests.Collect.Claim;

namespace HealthWarehouse.Tests.Collect;

/// <summary>
/// Records that can be read, with values no one should believe: the record is kept, the value is told and left out, or kept as the word it
/// is.
/// </summary>
internal static class HostileValues
{
    private const string Injection = "x'); drop table core.encounter; --", Script = "<script>alert(1)</script>",
        Formula = "=cmd|' /C calc'!A0", Place = "{limit}{table}${jndi:ldap://a}%s%n\\0";

    public static readonly Hostile[] Cases =
    [
        // Days and times.
        .. new[] { "000001010000", "999912312359", "202602301200", "202613011200", "202608272500", "202608271260", "20260827111799",
            "20260827 117", "27/08/2026", "-20260827111", "２０２６０８２７" }
            .Select(day => Field($"NGAY_VAO '{day}'", "NGAY_VAO", day, "R08-date", "arrived_at is null")),
        Field("NGAY_VAO with eight digits", "NGAY_VAO", "20260827", "R08-date-form", "arrived_at = timestamp '2026-08-27 00:00:00'"),
        Field("NGAY_VAO with fourteen digits", "NGAY_VAO", "20260827111759", "R08-date-form",
            "arrived_at = timestamp '2026-08-27 11:17:00'"),
        Field("NGAY_RA of the year 0", "NGAY_RA", "000000000000", "R08-date", "discharged_at is null"),
        Field("NGAY_SINH of which only the year is known", "NGAY_SINH", "195500000000", "", "birth_precision = 1 and age_years = 71"),
        Field("NGAY_SINH of which month and year are known", "NGAY_SINH", "195508000000", "",
            "birth_precision = 2 and birth_month = date '1955-08-01'"),
        Field("NGAY_SINH with a day but no month", "NGAY_SINH", "195500150000", "R08-date", "birth_month is null and age_years is null"),
        Field("NGAY_SINH in the future", "NGAY_SINH", "209001010000", "", "age_years is null"),

        // Numbers.
        .. new[] { "1e30", "NaN", "Infinity", "0x1F", "１２", "--1", new string('9', 17), new string('9', 40), new string('0', 41) }
            .Select(number =>
                Field($"T_TONGCHI_BV '{number}'", "T_TONGCHI_BV", number, number.Length > 15 ? "R06-too-long R07-number" : "R07-number",
                "hospital_amount is null")),
        .. new[] { ("1,000.50", "1000.5"), ("1.000.000", "1000000"), ("1 000", "1000") }
            .Select(n => Field($"T_TONGCHI_BV '{n.Item1}'", "T_TONGCHI_BV", n.Item1, "R07-grouped", $"hospital_amount = {n.Item2}")),
        Field("money with a point that may part thousands", "T_TONGCHI_BV", "10.005", "R07-ambiguous", "hospital_amount is null"),
        Field("money below zero", "T_TONGCHI_BV", "-1", "", "hospital_amount = -1"),
        Field("money with too many decimals", "T_TONGCHI_BV", "10.0055", "R07-decimals", "hospital_amount = 10.01"),
        Field("all the money there can be", "T_TONGCHI_BV", "9999999999999999.99", "R06-too-long", "hospital_amount = 9999999999999999.99"),
        Field("days of treatment beyond all days", "SO_NGAY_DTRI", "999999999999999999", "R06-too-long",
            "treatment_days = 999999999999999999"),
        Field("a weight of NaN", "CAN_NANG", "nan", "R07-number", "weight_kg is null"),

        // Texts that mean something elsewhere: here they are words.
        Text("SQL in the key", ("MA_LK", Injection), "", Injection),
        Text("a script in the key", ("MA_LK", Script), "", Script),
        Text("a formula in the key", ("MA_LK", Formula), "", Formula),
        Text("places of messages in the key", ("MA_LK", Place), "", Place),
        Everywhere("SQL in every field", Injection),
        Everywhere("a script in every field", Script),
        Everywhere("a formula in every field", Formula),
        Everywhere("letters of right-to-left, faces and joined marks in every field", "\u202Eabc\u2066 👩‍⚕️ a\u0301\u0323\u0302 \uFDFA",
            "R09-invisible", kept: "abc 👩⚕️ a\u0301\u0323\u0302 \uFDFA".Normalize()),
        Field("SQL in the blood group", "NHOM_MAU", Injection, "R06-too-long", "blood_group = 'x''); drop table core.encounter; --'"),
        Field("a place of messages in a value", "SO_NGAY_DTRI", "{limit}", "R06-too-long R07-number",
            "treatment_days is null") with { Also =
            HostileEnvelopes.Message("R07-number", "SO_NGAY_DTRI phải là số nguyên, nhận được '{limit}'.") },
        Field("a code of 1,000 letters", "GIOI_TINH", new string('1', 1000), "R06-too-long", "sex is null"),
        Field("a hundred thousand codes", "MA_BENH_KT", string.Join(';', Enumerable.Repeat("A00", 100_000)), "R06-too-long",
            "other_icds is not null"),
        Field("only semicolons", "MA_BENH_KT", ";;;", "", "other_icds is null"),
        Field("a text of 1 MB", "NHOM_MAU", new string('O', 1_000_000), "R06-too-long", "length(blood_group) = 1000000"),
        Field("a sealed text of 1 MB", "GHI_CHU", new string('a', 1_000_000), "", "main_icd = 'K35.8'"),
    ];

    private static Hostile Field(string name, string field, string value, string rules, string holds) =>
        new(name, n => n.Around(Stay(n.Bad, (field, value))), Loaded(rules))
    {
        Also = async (test, delivery) =>
            (await test.Ask<bool>($"select {holds} from std.xml1 where record_key = $key", new { key = (delivery << 24) + 2 }))
            .ShouldBe([true], holds),
    };

    private static Hostile Text(string name, (string Field, string Value) change, string rules, string episode) =>
        new(name, n => n.Around(Hoso(File("XML1", Xml1(n.Bad, change)))).Replace("R-never", ""), Loaded(rules))
        {
            Also = async (test, delivery) =>
                (await test.Ask<string>("select episode_code from std.record where record_key = $key and kept",
                new { key = (delivery << 24) + 2 })).ShouldBe([episode]),
        };

    /// <summary>Every field but key and facility is the text. What it breaks is told; nothing else happens.</summary>
    private static Hostile Everywhere(string name, string text, string also = "", string? kept = null) =>
        new(name, n => n.Around(Stay(n.Bad, [.. Fields.Select(f => (f, (string?)text))])),
            Loaded($"R06-too-long R07-number R08-date {also}".TrimEnd()))
        {
            Also = async (test, delivery) =>
                (await test.Ask<string>("select main_icd_received from std.xml1 where record_key = $key",
                new { key = (delivery << 24) + 2 })).ShouldBe([kept ?? text]),
        };

    private static readonly string[] Fields =
    [
        .. System.Text.RegularExpressions.Regex.Matches(Xml1("x"), "<([A-Z_0-9]+)>").Select(m => m.Groups[1].Value).Distinct()
            .Except(["TONG_HOP", "MA_LK", "MA_CSKCB"]),
    ];
}
