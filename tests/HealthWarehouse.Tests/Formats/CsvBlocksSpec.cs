using System.Text;
using CsCheck;
using HealthWarehouse.Sheets;

namespace HealthWarehouse.Tests.Formats;

/// <summary>The fast way through a CSV reads the same lines and cells as the other, wherever its blocks are cut.</summary>
public class CsvBlocksSpec
{
    private static readonly string[] Pieces = [",", ";", "\"", "\"\"", "\n", "\n", " ", "a", "ế", "\"b,c\"", "\"d\n\"", "x;y"];

    /// <summary>Texts with one kind of line end each: where kinds are mixed, nobody can say how many lines there are.</summary>
    private static readonly Gen<string> Texts = Gen.Select(Gen.Int[0, Pieces.Length - 1].Array[0, 40], Gen.Int[0, 2])
        .Select((pieces, end) => string.Concat(pieces.Select(p => Pieces[p])).Replace("\n", ((string[])["\n", "\r\n", "\r"])[end],
            StringComparison.Ordinal));

    [Fact]
    public void Any_text_is_cut_into_the_same_lines_and_cells() => Texts.Sample(text =>
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Blocks(bytes, 1 << 16).ShouldBe(Lines(bytes), text);
    }, iter: 20_000, print: text => text.Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal));

    [Fact]
    public void Blocks_are_cut_between_rows_only() => Gen.Select(Texts.Array[1, 200], Gen.Int[1, 300]).Sample((texts, size) =>
    {
        // the first block is as long as what a separator is told by: something must stand before
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a,b\n", 17_000)) + string.Concat(texts));
        Blocks(bytes, size).ShouldBe(Blocks(bytes, 8 << 20));
    }, iter: 60);

    [Theory, InlineData(1 << 20, false), InlineData((1 << 20) + 1, true)]
    public void A_row_of_more_than_a_megabyte_is_no_row(int length, bool refused)
    {
        var read = Blocks(Encoding.UTF8.GetBytes("a,b\n" + new string('x', length)), 100);

        read.StartsWith('!').ShouldBe(refused);
    }

    private static string Blocks(byte[] bytes, int size)
    {
        var (blocks, said) = (new CsvBlocks(new MemoryStream(bytes), size), new StringBuilder());
        try
        {
            foreach (var block in blocks.Read())
                using (block)
                    foreach (var row in block.Rows)
                    {
                        said.Append(CultureInfo.InvariantCulture, $"{row.Number}:");
                        for (var cells = new CsvCells(block[row], blocks.Separator); cells.Next();)
                        {
                            var value = Encoding.UTF8.GetString(cells.Value);
                            said.Append('|')
                                .Append(CsvText.Of(cells.Doubled ? value.Replace("\"\"", "\"", StringComparison.Ordinal) : value).Text);
                        }
                        said.AppendLine();
                    }
        }
        catch (SheetException)
        {
            return "!";
        }
        return said.ToString();
    }

    private static string Lines(byte[] bytes)
    {
        try
        {
            if (bytes.Length == 0) return "";
            return string.Concat(new CsvText(new MemoryStream(bytes), new UTF8Encoding(false, true)).Lines()
                .Select(l => $"{l.Number}:{string.Concat(l.Cells.Select(c => $"|{c.Text}"))}{Environment.NewLine}").ToArray());
        }
        catch (SheetException)
        {
            return "!";
        }
    }
}
