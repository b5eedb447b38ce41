using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace HealthWarehouse.Sheets;

/// <summary>
/// A CSV in UTF-8 cut into blocks of whole rows as it streams by, so that its cells can be taken apart on several cores. Quotes, line ends
/// and separators are those of <see cref="CsvText"/>: a quote opens at the beginning of a cell and closes before a separator or a line end.
/// </summary>
internal sealed class CsvBlocks(Stream utf8, int blockBytes)
{
    private const int LongestRow = 1 << 20;

    private int _number;

    /// <summary>What separates cells; known with the first block.</summary>
    public byte Separator { get; private set; }

    /// <summary>Blocks in their order; each belongs to the caller.</summary>
    public IEnumerable<CsvBlock> Read()
    {
        var rest = CsvBlock.Rent(0);
        try
        {
            for (var (first, last) = (true, false); !last; first = false)
            {
                var block = CsvBlock.Rent(Math.Max(blockBytes, 2 * LongestRow));
                rest.Left.CopyTo(block.Bytes);
                block.Filled = rest.Left.Length;
                rest.Dispose();
                rest = block;
                var full = Math.Max(first ? Math.Max(blockBytes, 2 * CsvText.Looked) : blockBytes, 2 * block.Filled);
                var room = block.Bytes.AsSpan(block.Filled, full - block.Filled);
                block.Filled += utf8.ReadAtLeast(room, room.Length, throwOnEndOfStream: false);
                last = block.Filled < full;
                var from = first ? Begin(block) : 0;
                Cut(block, from, last);
                var left = CsvBlock.Rent(block.Left.Length);
                block.Left.CopyTo(left.Bytes);
                left.Filled = block.Left.Length;
                rest = left;
                yield return block;
            }
        }
        finally
        {
            rest.Dispose();
        }
    }

    /// <summary>Passes over a mark and a line that only declares the separator; gives where the rows begin.</summary>
    private int Begin(CsvBlock block)
    {
        var text = block.Bytes.AsSpan(0, block.Filled);
        var mark = text.StartsWith("\uFEFF"u8) ? 3 : 0;
        var (separator, declared) = CsvText.SeparatorOf(Encoding.UTF8.GetString(text[mark..Math.Min(text.Length, CsvText.Looked)]));
        Separator = separator < 0x80 ? (byte)separator : (byte)',';
        if (!declared) return mark;
        var end = text[mark..].IndexOfAny((byte)'\r', (byte)'\n');
        _number = 1;
        return end < 0 ? text.Length : mark + end + (text[(mark + end)..].StartsWith("\r\n"u8) ? 2 : 1);
    }

    private void Cut(CsvBlock block, int from, bool last)
    {
        var text = block.Bytes.AsSpan(0, block.Filled);
        var at = from;
        while (at < text.Length)
        {
            var length = RowLength(text[at..], last);
            if (length < 0) break;
            if (length > LongestRow) throw TooLong();
            var row = text.Slice(at, length);
            _number++;
            if (!CsvCells.IsBlank(row, Separator)) block.Rows.Add(new(at, length, _number));
            at += length;
            if (at < text.Length) at += text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
        }
        if (text.Length - at > LongestRow) throw TooLong();
        if (!Utf8.IsValid(text[from..at])) throw new SheetException(TextEncodings.Fault(text[from..Math.Min(at, from + (1 << 16))]));
        block.Taken = at;
    }

    /// <summary>Length of the row that begins here, without its line end; -1 where the block does not tell.</summary>
    private int RowLength(ReadOnlySpan<byte> text, bool last)
    {
        var end = text.IndexOfAny((byte)'\r', (byte)'\n', (byte)'"');
        if (end >= 0 && text[end] == '"') end = Quoted(text, last);
        if (end < 0) return last ? text.Length : -1;
        // a return at the very end may be the first half of a line end
        return end == text.Length - 1 && text[end] == '\r' && !last ? -1 : end;
    }

    private int Quoted(ReadOnlySpan<byte> text, bool last)
    {
        for (var at = 0; ;)
        {
            if (at < text.Length && text[at] == '"')
            {
                var close = CsvCells.Close(text, at);
                if (close < 0) return last ? throw Unclosed() : -1;
                at = close + 1;
                if (at < text.Length && text[at] != Separator && text[at] is not ((byte)'\r' or (byte)'\n')) throw Unclosed();
                if (at == text.Length && !last) return -1;
            }
            else
            {
                var step = text[at..].IndexOfAny(Separator, (byte)'\r', (byte)'\n');
                if (step < 0) return last ? text.Length : -1;
                at += step;
            }
            if (at == text.Length || text[at] != Separator) return at;
            at++;
        }
    }

    private SheetException Unclosed() => new($"Tệp CSV hỏng ở dòng {_number + 1}: dấu nháy kép mở mà không đóng, hoặc đóng giữa ô. " +
        "Hãy sửa dòng ấy, hoặc lưu lại tệp từ Excel.");

    private static SheetException TooLong() =>
        new("Tệp CSV hỏng: có một dòng dài quá 1 MB (thường do thiếu dấu nháy kép đóng).");
}

/// <summary>A row inside a block: its bytes without the line end, and its number as a spreadsheet counts.</summary>
internal readonly record struct CsvRow(int Start, int Length, int Number);

/// <summary>Rows of a CSV that have something in them, over one rented text.</summary>
internal sealed class CsvBlock : IDisposable
{
    private CsvBlock(byte[] bytes) => Bytes = bytes;

    public byte[] Bytes { get; private set; }

    public int Filled { get; set; }

    /// <summary>Bytes that belong to whole rows.</summary>
    public int Taken { get; set; }

    public List<CsvRow> Rows { get; } = [];

    /// <summary>What belongs to the block after this one.</summary>
    public Span<byte> Left => Bytes.AsSpan(Taken, Filled - Taken);

    public ReadOnlySpan<byte> this[CsvRow row] => Bytes.AsSpan(row.Start, row.Length);

    public static CsvBlock Rent(int bytes) => new(bytes == 0 ? [] : ArrayPool<byte>.Shared.Rent(bytes));

    public void Dispose()
    {
        if (Bytes.Length > 0) ArrayPool<byte>.Shared.Return(Bytes);
        (Bytes, Filled, Taken) = ([], 0, 0);
    }
}

/// <summary>The cells of a row, one by one, without making strings.</summary>
internal ref struct CsvCells(ReadOnlySpan<byte> row, byte separator)
{
    private readonly ReadOnlySpan<byte> _row = row;
    private int _next;

    /// <summary>Number of the cell, from nought.</summary>
    public int Place { get; private set; } = -1;

    /// <summary>The cell without its quotes; where <see cref="Doubled"/>, quotes inside still stand twice.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    public bool Doubled { get; private set; }

    public bool Next()
    {
        if (_next > _row.Length) return false;
        Place++;
        Doubled = false;
        var rest = _row[_next..];
        if (rest is [(byte)'"', ..] && Close(rest, 0) is var close and >= 0)
        {
            Value = rest[1..close];
            Doubled = Value.Contains((byte)'"');
            _next += close + 2;
            return true;
        }
        var end = rest.IndexOf(separator);
        Value = end < 0 ? rest : rest[..end];
        _next += Value.Length + 1;
        return true;
    }

    /// <summary>Where the quote that opens at <paramref name="at"/> closes; -1 when it does not.</summary>
    public static int Close(ReadOnlySpan<byte> text, int at)
    {
        for (at++; ;)
        {
            var step = text[at..].IndexOf((byte)'"');
            if (step < 0) return -1;
            at += step;
            if (at + 1 == text.Length || text[at + 1] != '"') return at;
            at += 2;
        }
    }

    /// <summary>Whether no cell has anything in it.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> row, byte separator)
    {
        for (var cells = new CsvCells(row, separator); cells.Next();)
            if (cells.Value.IndexOfAnyExcept((byte)' ', (byte)'\t') is var at and >= 0
                && (cells.Value[at] is > 0x20 and < 0x80 || !string.IsNullOrWhiteSpace(Encoding.UTF8.GetString(cells.Value))))
                return false;
        return true;
    }

    /// <summary>Writes a cell with its doubled quotes made single; gives its length.</summary>
    public static int Single(ReadOnlySpan<byte> value, Span<byte> target)
    {
        var length = 0;
        for (var i = 0; i < value.Length; i++)
        {
            target[length++] = value[i];
            if (value[i] == '"') i++;
        }
        return length;
    }
}
