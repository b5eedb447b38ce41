using System.Xml;

namespace HealthWarehouse.Sheets;

/// <summary>
/// A table as it was sent, told by its first bytes whatever its name: XLSX, XLSM or CSV. Lines are read as a stream, as often as asked,
/// in bounded memory. What cannot be read is refused with a <see cref="SheetException"/>.
/// </summary>
public sealed class SheetFile
{
    private readonly Workbook? _book;
    private readonly CsvText? _text;

    private SheetFile(Stream content)
    {
        if (FileKinds.IsZip(content)) _book = new(new BookParts(content));
        else _text = new(content, FileKinds.TextOf(content));
    }

    /// <summary>Looks at the first bytes of a stream that can be read again; it stays open and belongs to the caller.</summary>
    public static SheetFile Open(Stream content) => Readable(() => new SheetFile(content));

    /// <summary>Sheets in their order, those not shown too.</summary>
    public IReadOnlyList<Sheet> Sheets => _book?.Sheets ?? [CsvText.Sheet];

    /// <summary>Days of a workbook that are kept as numbers count from 1904, not from 1900.</summary>
    public bool From1904 => _book?.From1904 == true;

    /// <summary>Macros come along. They are never run.</summary>
    public bool HasMacros => _book?.HasMacros == true;

    /// <summary>The lines of a sheet that have something in them, in the order of the file.</summary>
    public IEnumerable<SheetLine> Lines(Sheet sheet)
    {
        using var lines = Readable(() => (_book?.Lines(sheet) ?? _text!.Lines()).GetEnumerator());
        while (Readable(lines.MoveNext)) yield return lines.Current;
    }

    /// <summary>Writes a book of one sheet alone, with a mark where some of its lines stood; of a CSV there is none.</summary>
    internal void Copy(Sheet sheet, IReadOnlySet<int> without, string mark, Stream target) =>
        (_book ?? throw new InvalidOperationException("A CSV is no book.")).Copy(sheet, without, mark, target);

    /// <summary>What goes wrong while reading is told as the file's fault, which it is.</summary>
    private static T Readable<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or XmlException or EndOfStreamException or OverflowException
            or IndexOutOfRangeException or ArgumentException or NotSupportedException)
        {
            throw new SheetException(FileKinds.Broken, e);
        }
    }
}
