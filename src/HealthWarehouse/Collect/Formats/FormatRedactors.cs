using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Sheets;

namespace HealthWarehouse.Collect.Formats;

/// <summary>Writes deliveries of JSON again without some of their records: an empty object stands in place of each.</summary>
internal sealed class JsonRedactor(Contract contract, XmlLimits limits)
{
    private int _records;

    public void Write(Func<Stream> open, IReadOnlySet<int> records, Stream target)
    {
        _records = 0;
        BlankedCopy.Write(open, content => JsonText.Open(content, limits), part => Blanks(part, records), target);
    }

    private List<Blank> Blanks(ContentPart part, IReadOnlySet<int> records)
    {
        using var cutter = new JsonCutter(part.Content, contract.Records, limits);
        var blanks = new List<Blank>();
        foreach (var record in cutter.Records())
            if (records.Contains(++_records)) blanks.Add(new(record.Offset, record.Offset + record.Length, IsObject: true));
        return cutter.Problem is { } problem ? throw Unreadable(problem) : blanks;
    }

    internal static InvalidDataException Unreadable(object problem) => new($"Tệp lưu trữ không đọc được để huỷ: {problem}");
}

/// <summary>Writes deliveries of XML again without some of their records: the element stays, with nothing in it.</summary>
internal sealed class ElementsRedactor(Contract contract, XmlLimits limits)
{
    private int _records;

    public void Write(Func<Stream> open, IReadOnlySet<int> records, Stream target)
    {
        _records = 0;
        BlankedCopy.Write(open, content => Containers.Open(content, limits), part => Blanks(part, records), target);
    }

    private List<Blank> Blanks(ContentPart part, IReadOnlySet<int> records)
    {
        using var cutter = new ElementsCutter(part.Content, contract.Records, limits);
        var blanks = new List<Blank>();
        while (cutter.Next())
        {
            if (!records.Contains(++_records)) continue;
            var tag = cutter.Text[..(int)(cutter.BodyStart - cutter.Offset)];
            var name = tag.IndexOfAny(XmlAttributes.NameEnd);
            blanks.Add(new(cutter.Offset + name, cutter.BodyStart - (tag[^2] == '/' ? 2 : 1)));
            blanks.Add(new(cutter.BodyStart, cutter.BodyEnd));
        }
        return cutter.Problem is { } problem ? throw JsonRedactor.Unreadable(problem) : blanks;
    }
}

/// <summary>
/// Writes tables again without some of their records: a mark stands alone in the line of each, so that the line still counts. A workbook
/// comes out as a workbook of the sheet that is read.
/// </summary>
internal sealed class SheetRedactor(Contract contract, SheetMapping? mapping, XmlLimits limits)
{
    public void Write(Func<Stream> open, IReadOnlySet<int> records, Stream target)
    {
        var reader = new SheetReader(contract, mapping, limits);
        using (var first = open())
            if (reader.Survey(first).Broken is { } broken) throw JsonRedactor.Unreadable(broken);
        var file = 0;
        using var content = open();
        BlankedCopy.Write(TableParts.Open(content, limits), (part, to) =>
        {
            var place = reader.Places[file++];
            var next = file < reader.Places.Count ? reader.Places[file].Before : int.MaxValue;
            Copy(part, place, records.Where(r => r > place.Before && r <= next).Select(place.LineOf).ToHashSet(), to);
        }, target);
    }

    private static void Copy(ContentPart part, SheetPlace place, HashSet<int> lines, Stream target)
    {
        if (!TableParts.IsBook(part))
        {
            Text(part, lines, target);
            return;
        }
        var file = SheetFile.Open(part.Content);
        file.Copy(file.Sheets.First(s => s.Name == place.Columns.Layout.Sheet.Name), lines, $"{SheetColumns.Mark}", target);
    }

    private static void Text(ContentPart part, HashSet<int> lines, Stream target)
    {
        var csv = new CsvBlocks(SheetReader.Utf8(part), 1 << 20);
        foreach (var block in csv.Read())
            using (block)
            {
                var at = 0;
                foreach (var row in block.Rows.Where(r => lines.Contains(r.Number)))
                {
                    target.Write(block.Bytes.AsSpan(at, row.Start - at));
                    target.Write([(byte)SheetColumns.Mark]);
                    // as many cells as before: they tell what separates cells
                    for (var cells = new CsvCells(block[row], csv.Separator); cells.Next();)
                        if (cells.Place > 0) target.Write([csv.Separator]);
                    at = row.Start + row.Length;
                }
                target.Write(block.Bytes.AsSpan(at, block.Taken - at));
            }
    }
}
