using System.Text;
using Sylvan.Data.Csv;

namespace HealthWarehouse.Sheets;

/// <summary>The lines of a CSV, whose separator is told by its first lines or by the line <c>sep=;</c> that Excel knows.</summary>
internal sealed class CsvText(Stream content, Encoding encoding)
{
    public static readonly Sheet Sheet = new(null);

    internal const int Looked = 1 << 15;

    public IEnumerable<SheetLine> Lines()
    {
        var (separator, declared) = Separator();
        content.Position = 0;
        using var text = new StreamReader(content, encoding, detectEncodingFromByteOrderMarks: true, 1 << 16, leaveOpen: true);
        if (declared) text.ReadLine();
        var before = declared ? 1 : 0;
        using var csv = Guarded(() => CsvDataReader.Create(text, new CsvDataReaderOptions
        {
            HasHeaders = false, Delimiter = separator, Comment = '\0', BufferSize = 1 << 16, MaxBufferSize = 1 << 20,
        }), before);
        for (var number = before + 1; Guarded(csv.Read, before); number++)
        {
            var cells = new Cell[csv.RowFieldCount];
            var any = false;
            for (var i = 0; i < cells.Length; i++) any |= !string.IsNullOrWhiteSpace((cells[i] = Of(csv.GetString(i))).Text);
            if (any) yield return new(number, cells);
        }
    }

    /// <summary>A code written as ="00123" keeps its zeros in a spreadsheet: the text in it is meant.</summary>
    internal static Cell Of(string text) =>
        text is ['=', '"', .., '"'] && text.Length > 2 && text.AsSpan(2, text.Length - 3).IndexOf('"') < 0
            ? new(text[2..^1], Odd.Formula) : new(text.Length == 0 ? null : text);

    /// <summary>The separator declared, else the one that cuts most of the first lines into the same number of cells.</summary>
    private (char Separator, bool Declared) Separator()
    {
        content.Position = 0;
        using var reader = new StreamReader(content, TextEncodings.Lenient(encoding), detectEncodingFromByteOrderMarks: true, Looked,
            leaveOpen: true);
        var buffer = new char[Looked];
        return SeparatorOf(buffer.AsSpan(0, reader.ReadBlock(buffer)).ToString());
    }

    /// <summary>The separator by the beginning of a text, and whether the first line declares it.</summary>
    internal static (char Separator, bool Declared) SeparatorOf(string text)
    {
        var first = text.AsSpan(0, Math.Max(0, text.AsSpan().IndexOfAny('\r', '\n'))).Trim().Trim('"');
        if (first is ['s' or 'S', 'e' or 'E', 'p' or 'P', '=', var told] && !char.IsLetterOrDigit(told)) return (told, true);
        return (new[] { ',', ';', '\t' }.MaxBy(d => Evenness(text, d)), false);
    }

    /// <summary>
    /// How many lines have the usual number of separators, outside quotes; more cells win where lines are even. A comma that only ever
    /// stands inside a number is none.
    /// </summary>
    private static (int Lines, int Cells) Evenness(string text, char separator)
    {
        var (counts, count, quoted, start, only) = (new List<int>(), 0, false, 0, separator == ',');
        for (var i = 0; i < text.Length; i++)
            if (text[i] == '"') quoted = !quoted;
            else if (text[i] == separator && !quoted) count++;
            else if (text[i] == '\n' && !quoted) Line(i);
        if (start < text.Length) Line(text.Length);
        return only ? (-1, 0) : counts.Where(n => n > 0).GroupBy(n => n).Select(g => (g.Count(), g.Key)).DefaultIfEmpty().Max();

        void Line(int end)
        {
            only &= count == 0 || decimal.TryParse(text.AsSpan(start, end - start).Trim(), NumberStyles.AllowDecimalPoint
                | NumberStyles.AllowLeadingSign, Decimals, out _);
            counts.Add(count);
            (count, start) = (0, end + 1);
        }
    }

    private static readonly NumberFormatInfo Decimals = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = "." };

    private T Guarded<T>(Func<T> read, int before)
    {
        try
        {
            return read();
        }
        catch (DecoderFallbackException e)
        {
            throw new SheetException(TextEncodings.Fault(content), e);
        }
        catch (CsvRecordTooLargeException e)
        {
            throw new SheetException("Tệp CSV hỏng: có một dòng dài quá 1 MB (thường do thiếu dấu nháy kép đóng).", e);
        }
        catch (CsvFormatException e)
        {
            throw new SheetException($"Tệp CSV hỏng ở dòng {e.RowNumber + before}: dấu nháy kép mở mà không đóng, hoặc đóng giữa " +
                "ô. Hãy sửa dòng ấy, hoặc lưu lại tệp từ Excel.", e);
        }
    }
}
