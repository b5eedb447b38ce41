using System.Text.Json;
using HealthWarehouse.Sheets;

namespace HealthWarehouse.Catalogue.Imports;

/// <summary>A list file that cannot be used as a whole; the message tells its sender why, in Vietnamese.</summary>
internal sealed class ListFileException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// An official file as it was sent, told by its first bytes: a table, or JSON. Lines are read as a stream, as often as asked.
/// </summary>
internal sealed class ListFile
{
    private const long MaxTree = 64L << 20;

    private readonly Stream _content;
    private readonly SheetFile? _table;

    public ListFile(Stream content)
    {
        _content = content;
        if (!IsJson(content)) _table = Readable(() => SheetFile.Open(content));
    }

    public bool IsTree => _table is null;

    /// <summary>Sheets of a workbook, those not shown last; a CSV is one sheet without a name.</summary>
    public IEnumerable<Sheet> Sheets() => _table!.Sheets.OrderBy(s => s.State is not SheetState.Shown);

    /// <summary>The lines of a sheet that have something in them, their cells cleaned.</summary>
    public IEnumerable<SheetLine> Lines(Sheet sheet)
    {
        using var lines = _table!.Lines(sheet).GetEnumerator();
        while (Readable(lines.MoveNext))
        {
            var cells = Array.ConvertAll(lines.Current.Cells, c => c.Clean());
            if (cells.Any(c => c.Text is not null)) yield return lines.Current with { Cells = cells };
        }
    }

    /// <summary>Days of a workbook that are kept as numbers count from 1904, not from 1900.</summary>
    public bool From1904 => _table?.From1904 == true;

    public bool HasMacros => _table?.HasMacros == true;

    public JsonDocument Tree()
    {
        if (_content.Length > MaxTree) throw new ListFileException("Tệp JSON lớn hơn 64 MB; danh mục không lớn như vậy.");
        try
        {
            _content.Position = 0;
            return JsonDocument.Parse(_content);
        }
        catch (JsonException e)
        {
            throw new ListFileException($"Tệp không phải JSON đúng (dòng {e.LineNumber + 1}).", e);
        }
    }

    /// <summary>Words of a tree: what its text cannot say (half a character, \ud800 alone) shows only when it is taken out.</summary>
    public static T Words<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException e)
        {
            throw new ListFileException("Tệp JSON có nửa ký tự (mã \\ud800 đến \\udfff đứng một mình): hãy kết xuất lại tệp.", e);
        }
    }

    private static bool IsJson(Stream content)
    {
        Span<byte> start = stackalloc byte[8];
        content.Position = 0;
        var read = start[..content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        if (read.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) read = read[3..];
        return read.TrimStart(" \r\n\t"u8) is [(byte)'[' or (byte)'{', ..];
    }

    private static T Readable<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SheetException e)
        {
            throw new ListFileException(e.Message, e);
        }
    }
}
