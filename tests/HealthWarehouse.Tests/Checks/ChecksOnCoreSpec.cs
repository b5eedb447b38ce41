using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Operate.Examples;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Checks;

/// <summary>Checks that look beyond the batch say the same however deliveries are grouped.</summary>
public class ChecksOnCoreSpec
{
    private static readonly string[] Beyond = ["R92-overlapping-stays", "R93-same-visit-other-code"];

    [Theory, ClassData(typeof(Engines))]
    public async Task What_was_known_before_is_told_alike_whether_deliveries_come_one_by_one_or_together(Engine engine)
    {
        var apart = await Findings(engine, together: false);
        var together = await Findings(engine, together: true);

        apart.ShouldBe(
        [
            "2 R92-overlapping-stays 99001",       // B overlaps A
            "4 R92-overlapping-stays 99002",       // C overlaps B; A, sent again, ended before
            "7 R93-same-visit-other-code D1",      // D's visit again, under another code
        ]);
        together.ShouldBe(apart);
    }

    /// <summary>
    /// A at one hospital; B, overlapping, at another; A again, shorter; C overlapping the first A and B; B cancelled and C sent again; two
    /// visits of D.
    /// </summary>
    private static async Task<string[]> Findings(Engine engine, bool together)
    {
        await using var test = await TestHouse.Open(engine, clock: new ExampleClock(new(2026, 11, 20)));
        byte[][] deliveries =
        [
            Stay(test, "A", "99001", "202610010800", "202610101000"),
            Stay(test, "B", "99002", "202610080800", "202610121000"),
            Stay(test, "A", "99001", "202610010800", "202610031000"),
            Stay(test, "C", "99003", "202610090800", "202610151000"),
            [],
            Stay(test, "D1", "99011", "202610200800", "202610211000"),
            Stay(test, "D2", "99011", "202610200800", "202610221000"),
            Stay(test, "C", "99003", "202610090800", "202610161000"),
        ];
        foreach (var content in deliveries)
        {
            if (content.Length > 0) await test.Send(content);
            else
            {
                using var cancel = new MemoryStream(new EpisodeAction(EpisodeActionKind.Cancel, "99002", "B", "Gửi nhầm", "1").ToBytes());
                await test.House.Intake.Take(cancel, new(Sender.Local, "test", EpisodeAction.Contract));
            }
            if (!together) await test.House.Loader.LoadWaiting();
        }
        await test.House.Loader.LoadWaiting();

        return [.. (await test.Ask<string>("select concat(delivery, ' ', rule, ' ', message) from std.finding " +
            "where rule in ($first, $second) order by delivery, message", new { first = Beyond[0], second = Beyond[1] }))
            .Select(f => Short(f))];
    }

    /// <summary>Number, rule and the other facility or code.</summary>
    private static string Short(string finding) =>
        string.Join(' ',
            [.. finding.Split(' ')[..2],
            finding.Split(' ').First(w => w is "99001" or "99002" or "99003" || w.TrimEnd('.') is "D1" or "D2").TrimEnd('.')]);

    private static byte[] Stay(TestHouse test, string episode, string facility, string from, string to)
    {
        var catalogue = test.House.Catalogue;
        var record =
            ExampleRecord.Of(catalogue.Clean, new RecordChange("birth", Set: new Dictionary<string, IReadOnlyDictionary<string, string?>>
        {
            ["XML1"] = new Dictionary<string,
                string?> { ["MA_LK"] = episode, ["MA_CSKCB"] = facility, ["NGAY_VAO"] = from, ["NGAY_VAO_NOI_TRU"] = from,
                ["NGAY_RA"] = to },
        }), 1);
        return Encoding.UTF8.GetBytes(new ExampleEnvelope(catalogue.Usual, new(2026, 11, 20)).Write(record));
    }
}
