using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Sylvan.Data.Csv;

namespace HealthWarehouse.Catalogue.Imports;

/// <summary>A list file that cannot be used as a whole; the message tells its sender why, in Vietnamese.</summary>
internal sealed class ListFileException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A line of a table: its number as a spreadsheet counts, and its cells.</summary>
internal readonly record struct SourceLine(int Number, string?[] Cells);

/// <summary>
/// An official file as it was sent, told by its first bytes: CSV, XLSX or JSON. Lines are read as a stream, as often as asked.
/// </summary>
internal sealed class ListFile(Stream content)
{
    private const long MaxUnpacked = 512L << 20;
    private const long MaxTree = 64L << 20;

    private readonly Kind _kind = KindOf(content);

    private enum Kind { Csv, Xlsx, Json }

    public bool IsTree => _kind is Kind.Json;

    /// <summary>Sheets of a workbook; a CSV is one sheet without a name.</summary>
    public IReadOnlyList<string?> Sheets()
    {
        if (_kind is not Kind.Xlsx) return [null];
        return Readable(() => Book.Sheets);
    }

    /// <summary>The lines of a sheet that have something in them.</summary>
    public IEnumerable<SourceLine> Lines(string? sheet)
    {
        using var lines = (_kind is Kind.Xlsx ? Excel(sheet) : Csv()).GetEnumerator();
        while (Readable(lines.MoveNext))
            if (lines.Current.Cells.Any(c => c is not null)) yield return lines.Current;
    }

    public JsonDocument Tree()
    {
        if (content.Length > MaxTree) throw new ListFileException("Tệp JSON lớn hơn 64 MB; danh mục không lớn như vậy.");
        try
        {
            return JsonDocument.Parse(Start());
        }
        catch (JsonException e)
        {
            throw new ListFileException($"Tệp không phải JSON đúng (dòng {e.LineNumber + 1}).", e);
        }
    }

    private IEnumerable<SourceLine> Csv()
    {
        var delimiter = Delimiter();
        using var text = new StreamReader(Start(), new UTF8Encoding(false, throwOnInvalidBytes: true),
            detectEncodingFromByteOrderMarks: true, 1 << 16, leaveOpen: true);
        using var csv = CsvDataReader.Create(text,
            new CsvDataReaderOptions { HasHeaders = false, Delimiter = delimiter, Comment = '\0', BufferSize = 1 << 16,
            MaxBufferSize = 1 << 20 });
        for (var number = 1; csv.Read(); number++)
        {
            var cells = new string?[csv.RowFieldCount];
            for (var i = 0; i < cells.Length; i++) cells[i] = Clean(csv.GetString(i));
            yield return new(number, cells);
        }
    }

    private IEnumerable<SourceLine> Excel(string? sheet)
    {
        foreach (var line in Book.Lines(sheet!)) yield return line with { Cells = Array.ConvertAll(line.Cells, Clean) };
    }

    /// <summary>Separator of the CSV: the one of the three that cuts most of the first lines into the same number of cells.</summary>
    private char Delimiter()
    {
        var start = new byte[16384];
        var text = Encoding.UTF8.GetString(start, 0, Start().ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
        return new[] { ',', ';', '\t' }.MaxBy(d => Evenness(text, d));
    }

    /// <summary>How many lines have the usual number of separators, outside quotes; more cells win where lines are even.</summary>
    private static (int Lines, int Cells) Evenness(string text, char delimiter)
    {
        var (counts, count, quoted) = (new List<int>(), 0, false);
        foreach (var c in text)
            if (c == '"') quoted = !quoted;
            else if (c == delimiter && !quoted) count++;
            else if (c == '\n' && !quoted) { counts.Add(count); count = 0; }
        if (counts.Count == 0 || text[^1] != '\n') counts.Add(count);
        var usual = counts.Where(n => n > 0).GroupBy(n => n).Select(g => (Lines: g.Count(), Cells: g.Key)).DefaultIfEmpty();
        return usual.Max();
    }

    /// <summary>One Unicode form, single spaces, no spaces or line breaks around.</summary>
    internal static string? Clean(string? text)
    {
        var t = text.AsSpan().Trim();
        if (t.IsEmpty) return null;
        var plain = t.IndexOfAny('\r', '\n', '\t') < 0 && t.IndexOf('\u00a0') < 0 && t.IndexOf("  ") < 0;
        return (plain ? t.Length == text!.Length
            ? text : t.ToString() : string.Join(' ', t.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
            .Normalize(NormalizationForm.FormC);
    }

    /// <summary>Days of a workbook that are kept as numbers count from 1904, not from 1900.</summary>
    public bool From1904 => _kind is Kind.Xlsx && Readable(() => Book.From1904);

    private Workbook Book => field ??= new(Start(), MaxUnpacked);

    private Stream Start()
    {
        content.Position = 0;
        return content;
    }

    private static Kind KindOf(Stream content)
    {
        if (content.Length == 0) throw new ListFileException("Tệp trống.");
        Span<byte> start = stackalloc byte[8];
        content.Position = 0;
        var read = start[..content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        if (read.StartsWith("PK\x03\x04"u8)) return Kind.Xlsx;
        if (read.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
            throw new ListFileException("Tệp Excel kiểu cũ (.xls): hãy mở và lưu lại dạng .xlsx hoặc CSV UTF-8.");
        if (read.StartsWith("%PDF"u8)) throw new ListFileException("Tệp PDF không nhập được: cần bảng tính (.xlsx, .csv) hoặc JSON.");
        if (read.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) read = read[3..];
        return read.TrimStart(" \r\n\t"u8) is [(byte)'[' or (byte)'{', ..] ? Kind.Json : Kind.Csv;
    }

    /// <summary>What goes wrong while reading is told as the file's fault, which it is.</summary>
    private T Readable<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DecoderFallbackException e)
        {
            throw new ListFileException("Tệp không phải UTF-8: hãy lưu lại với bảng mã UTF-8 (không dùng TCVN3, VNI, windows-1258).", e);
        }
        catch (CsvRecordTooLargeException e)
        {
            throw new ListFileException("Tệp CSV hỏng: có một dòng dài quá 1 MB (thường do thiếu dấu nháy kép đóng).", e);
        }
        catch (CsvFormatException e)
        {
            throw new ListFileException($"Tệp CSV hỏng ở dòng {e.RowNumber}: dấu nháy kép không khớp.", e);
        }
        // whatever a broken workbook makes its reader do
        catch (Exception e) when (_kind is Kind.Xlsx && e is not (ListFileException or OperationCanceledException))
        {
            throw new ListFileException("Không đọc được tệp: tệp hỏng hoặc không phải bảng tính.", e);
        }
    }
}
