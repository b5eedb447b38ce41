using CsCheck;
using HealthWarehouse.Standardise;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Link;

/// <summary>
/// Who is together depends on the records there are: not on their order, not on how they were grouped into batches. Who was together at a
/// moment depends on the records known at that moment (docs/decisions/0023-who-is-who.md).
/// </summary>
public class OrderSpec
{
    private static readonly string[] Sexes = ["1", "2", "3"];

    /// <summary>
    /// A record: its sex, and tokens as letters. A to H are citizen numbers, I to O insurance numbers, the others numbers of a facility.
    /// </summary>
    internal sealed record Said(string Sex, string Tokens)
    {
        public bool Binds => Sex != "3" && Tokens.Any(t => t < 'P');

        public override string ToString() => $"{Sex}{Tokens}";
    }

    private static Gen<string> Pick(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static readonly Gen<Said> AnyRecord =
        Gen.Select(Gen.Int[0, 5], Pick("", "C", "D"), Pick("", "I", "J", "IJ"), Pick("", "P", "P", "Q", "R"),
        (sex, citizen, insurance, facility) => new Said(Sexes[sex switch { < 3 => 0, < 5 => 1, _ => 2 }], citizen + insurance + facility));

    /// <summary>Records in deliveries, deliveries in batches.</summary>
    private static readonly Gen<(Said[] Records, int[] Deliveries, int[] Batches)> AnyLoads =
        Gen.Select(AnyRecord.Array[1, 12], Gen.Int[0, 2].Array[12], Gen.Int[0, 1].Array[12], (records, steps, cuts) =>
        {
            var deliveries = records.Select((_, i) => 1 + steps[..(i + 1)].Sum(s => s > 0 ? 1 : 0)).ToArray();
            return (records, deliveries, deliveries.Select(d => cuts[..Math.Min(d, 12)].Sum()).ToArray());
        });

    [Theory, ClassData(typeof(Engines))]
    public async Task Who_is_together_now_and_was_at_any_moment_follows_from_the_records_known_then(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        await AnyLoads.SampleAsync(async loads =>
        {
            var (records, deliveries, batches) = loads;
            await Load(test, records, deliveries, batches);
            (await Together(test, null)).ShouldBe(Expected(records));
            foreach (var delivery in deliveries.Distinct())
            {
                Said[] then = [.. records.Where((_, i) => KnownAt(deliveries[i]) <= KnownAt(delivery))];
                (await Together(test, delivery)).ShouldBe(Expected(then), $"after delivery {delivery}");
            }
        }, iter: Scale.Full ? 600 : engine is Engine.DuckDb ? 60 : 20, threads: 1, print: Print);
    }

    [Fact]
    public async Task Any_order_gives_the_same()
    {
        await using var test = await TestHouse.Open();
        await Gen.Select(AnyRecord.Array[2, 7], Gen.Int).SampleAsync(async (records, seed) =>
        {
            var order = Enumerable.Range(0, records.Length).ToArray();
            new Random(seed).Shuffle(order);
            await Load(test, [.. order.Select(i => records[i])], [.. order.Select((_, i) => i + 1)], [.. order.Select((_, i) => i / 2)]);
            var together = await Together(test, null);
            // The same records as they were numbered before the shuffle.
            Named(order.Select((record, i) => (record, together[i])).OrderBy(p => p.record).Select(p => p.Item2))
                .ShouldBe(Expected(records));
        }, iter: Scale.Full ? 400 : 40, threads: 1);
    }

    /// <summary>
    /// A batch brings a person of its own and joins it with one of before; whichever key stays, who leans on the other's numbers goes
    /// along.
    /// </summary>
    [Theory, ClassData(typeof(Engines))]
    public async Task Who_leans_goes_along_when_the_person_becomes_one_with_a_new_one(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        for (var others = 0; others < 8; others++)          // so that now the older key is the smaller, now the newer
        {
            Said[] records =
                [.. Enumerable.Repeat(new Said("1", ""), others), new("1", "CP"), new("1", "P"), new("1", "I"), new("1", "CI")];
            var last = records.Length;
            await Load(test, records, [.. records.Select((_, i) => i + 1)], [.. records.Select((_, i) => i < last - 2 ? 0 : 1)]);
            (await Together(test, null)).ShouldBe(Expected(records), $"{others}");
        }
    }

    private static string Print((Said[] Records, int[] Deliveries, int[] Batches) loads) =>
        string.Join(' ', loads.Records.Select((r, i) => $"{r}@{loads.Deliveries[i]}/{loads.Batches[i]}"));

    /// <summary>
    /// The rule once more, looked at from the whole: those who are bound are joined by equal tokens and sex; each of the others follows
    /// the only one it can.
    /// </summary>
    internal static string Expected(IReadOnlyList<Said> records)
    {
        var person = Enumerable.Range(0, records.Count).ToArray();
        for (var changed = true; changed;)
        {
            changed = false;
            for (var i = 0; i < records.Count; i++)
                for (var j = 0; j < i; j++)
                    if (person[i] != person[j] && AreOne(records[i], records[j]))
                    {
                        var (from, to) = (Math.Max(person[i], person[j]), Math.Min(person[i], person[j]));
                        for (var k = 0; k < person.Length; k++) if (person[k] == from) person[k] = to;
                        changed = true;
                    }
        }
        var names = new string[records.Count];
        for (var i = 0; i < records.Count; i++)
        {
            var me = records[i];
            if (me.Binds) names[i] = $"{person[i]}";
            else if (me.Tokens.Length == 0) names[i] = $"alone {i}";
            else
            {
                var others = Enumerable.Range(0, records.Count).Where(j => records[j].Binds && records[j].Tokens.Contains(Strongest(me)));
                int[] bound = [.. others.Where(j => me.Sex == "3" || me.Sex == records[j].Sex).Select(j => person[j]).Distinct()];
                names[i] = bound is [var one] ? $"{one}" : $"{Strongest(me)}{me.Sex}";
            }
        }
        return Named(names);
    }

    private static bool AreOne(Said one, Said other) =>
        one.Binds && other.Binds && one.Sex == other.Sex && one.Tokens.Intersect(other.Tokens).Any(t => t < 'P');

    private static char Strongest(Said said) => said.Tokens.Where(t => Rule(t) == Rule(said.Tokens[0])).MinBy(Token);

    private static string Rule(char token) => token switch { < 'I' => "citizen", < 'P' => "insurance", _ => "facility" };

    private static Guid Token(char token) => new(token, 0, 0, new byte[8]);

    /// <summary>Persons as letters in the order of appearance.</summary>
    private static string Named<T>(IEnumerable<T> persons)
    {
        var seen = new List<T>();
        return string.Concat(persons.Select(p =>
        {
            if (!seen.Contains(p)) seen.Add(p);
            return (char)('A' + seen.IndexOf(p));
        }));
    }

    private static async Task<string> Together(TestHouse test, int? delivery) => Named(await test.Ask<long>($"""
        select coalesce(b.person_key, e.person_key) from link.record_person e
        join   std.delivery d on d.delivery = e.record_key >> 24
        left join link.person_before b on b.record_key = e.record_key and b.known_from <= $at and b.known_to > $at
        where  d.known_at <= $at
        order by e.record_key
        """, new { at = delivery is { } number ? KnownAt(number) : DateTime.MaxValue.Date }));

    private static DateTime KnownAt(int delivery) => new DateTime(2026, 11, 1).AddHours(delivery / 2 * 2);      // two at one instant

    private static async Task Load(TestHouse test, Said[] records, int[] deliveries, int[] batches)
    {
        var workshop = test.House.Loader.Workshop;
        await test.House.Warehouse.Write(async writer =>
        {
            string[] filled =
                ["std.delivery", "std.xml1", "vault.record_token", "link.record_person", "link.person_before", "link.person_token"];
            foreach (var table in filled) await writer.ExecuteText($"delete from {table}");
            foreach (var delivery in deliveries.Distinct())
                await writer.ExecuteText("""
                    insert into std.delivery
                        (delivery, tracking_id, sender_code, contract, content_hash, received_at, records, refused, loaded, catalogue,
                         known_at)
                    values ($delivery, cast($id as uuid), 's', 'c', 'h', $at, 1, 0, true, 'c', $at)
                    """,
                    new { delivery = (long)delivery, id = Guid.NewGuid().ToString(), at = KnownAt(delivery) });
        });
        foreach (var batch in Enumerable.Range(0, records.Length).GroupBy(i => batches[i]))
            await test.House.Warehouse.Write(async writer =>
            {
                await workshop.Landing.Begin(writer);
                foreach (var i in batch)
                {
                    await writer.ExecuteText("insert into std.xml1 (record_key, row_no, sex) values ($key, 1, $sex)",
                        new { key = Key(i), sex = records[i].Sex });
                    foreach (var token in records[i].Tokens)
                        await writer.ExecuteText(
                            "insert into vault.record_token (record_key, rule, token) values ($key, $rule, cast($token as uuid))",
                            new { key = Key(i), rule = Rule(token), token = Token(token).ToString() });
                }
                await workshop.Landing.Stand(writer, Key(batch.Min()), Key(batch.Max()));
                await workshop.Persons.Resolve(writer);
                await workshop.Landing.Begin(writer);
            });

        long Key(int i) => RecordBinder.KeyOf(deliveries[i], i + 1);
    }
}
