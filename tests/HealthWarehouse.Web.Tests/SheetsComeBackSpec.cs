using HealthWarehouse.Sheets;
using HealthWarehouse.Web.Sheets;

namespace HealthWarehouse.Web.Tests;

/// <summary>What our own writer writes, our own reader reads.</summary>
public class SheetsComeBackSpec
{
    private static readonly SheetPlan Plan = new("DM", "Danh mục", [10, 20], 1, 1) { IsList = true };

    /// <summary>
    /// Pieces of text that have gone wrong somewhere: markup, spaces, marks apart from their letters, halves of characters.
    /// </summary>
    private static readonly string[] Pieces =
    [
        "Ấm", "e\u0323\u0302", "<&>", "]]>", "\"'", " ", "  ", "\n", "\t", "\u00a0", "\u200b", "😷", "\ud83d", "\u0001", "=1+1", "00012",
        "1E+21", "#N/A", "_x", "_x_", "_x0041_", "_x005F_", "&#65;", "\ufeff", "\ufffe", "x:",
    ];

    [Fact]
    public async Task Any_text_comes_back_as_it_was_written()
    {
        var random = new Random(20_261_130);
        var texts = Enumerable.Range(0, 3000).Select(_ => string.Concat(random.GetItems(Pieces, random.Next(1, 8)))).ToArray();

        var read = Read(await Written(texts.Select(t => new SheetCell[] { new("|"), new(t) })));

        read.Select(l => l.Cells[1].Text).ShouldBe(texts.Select(Sayable));
        read.ShouldAllBe(l => l.Cells[1].Odd == Odd.None);
    }

    [Fact]
    public async Task Numbers_days_and_times_come_back_as_what_they_are()
    {
        var read = Read(await Written([[new(12345L), new(1.25m)],
            [new(new DateOnly(1900, 3, 1)), new(new DateTime(2026, 11, 30, 6, 0, 1))]]));

        read.SelectMany(l => l.Cells).ShouldBe([new("12345", Odd.Number), new("1.25", Odd.Number), new("1900-03-01", Odd.Number | Odd.Day),
            new("2026-11-30 06:00:01", Odd.Number | Odd.Day)]);
    }

    [Fact]
    public async Task Merged_cells_say_once_across_and_again_downwards() =>
        Read(await Written([[new("Giá", SheetLook.Head, 2), new("Mã", SheetLook.Head, 1, 2)], [new("a"), new("b"), new(null, Down: 0)]]))
            .Select(l => string.Join('|', l.Cells.Select(c => $"{c.Text} {c.Odd}"))).ShouldBe(["Giá None| Across|Mã None",
                "a None|b None|Mã Merged"]);

    /// <summary>What XML cannot say stands as U+FFFD, and lines end in one way.</summary>
    private static string Sayable(string text) => string.Concat(text.EnumerateRunes()
        .Select(r => r.Value > 0xFFFF || System.Xml.XmlConvert.IsXmlChar((char)r.Value) ? $"{r}" : "\uFFFD"));

    private static SheetLine[] Read(byte[] book)
    {
        var file = SheetFile.Open(new MemoryStream(book));
        return [.. file.Lines(file.Sheets.Single())];
    }

    private static async Task<byte[]> Written(IEnumerable<SheetCell[]> rows)
    {
        var target = new MemoryStream();
        await using (var sheet = await SheetWriter.Begin(target, Plan))
            foreach (var row in rows) await sheet.Row(row);
        return target.ToArray();
    }
}
