using System.Buffers;
using System.Text;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Sheets;

/// <summary>What was odd about a cell, beyond its text.</summary>
[Flags]
public enum Odd
{
    None = 0,

    /// <summary>Kept as a number, not as text: zeros in front, had there been any, are gone.</summary>
    Number = 1,

    /// <summary>A number of more digits than a spreadsheet keeps (15).</summary>
    LostDigits = 2,

    /// <summary>A number shown as a day or a time; the text is yyyy-MM-dd, yyyy-MM-dd HH:mm:ss or HH:mm:ss.</summary>
    Day = 4,

    /// <summary>A number shown in percent; the text is the number that is kept: 0.5 where 50% is seen.</summary>
    Percent = 8,

    /// <summary>A formula, whose stored value was taken; without text: it was never worked out.</summary>
    Formula = 16,

    /// <summary>An error of the spreadsheet (#N/A).</summary>
    Error = 32,

    /// <summary>The text belongs to the upper left cell of a merged range and was taken down to this row.</summary>
    Merged = 64,

    /// <summary>Nothing of its own: the cell is covered by the one on its left, with which it is merged.</summary>
    Across = 128,

    /// <summary>In a column that is not shown.</summary>
    HiddenColumn = 256,

    /// <summary>Its text was lost: the file points to a place that is not there.</summary>
    Lost = 512,

    /// <summary>Characters that cannot be seen, or spaces that are none, were taken out.</summary>
    Invisible = 1024,
}

/// <summary>A cell: its text as it stands in the file, and what was odd about it.</summary>
public readonly record struct Cell(string? Text, Odd Odd = Odd.None)
{
    private static readonly SearchValues<char> Unseen = SearchValues.Create(
        "\u00a0\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u202f\u2007\u2060\u2061\u2062\u2063\ufeff");

    public bool Is(Odd odd) => (Odd & odd) != 0;

    /// <summary>One Unicode form, single spaces, none around, nothing that cannot be seen; nothing at all is null.</summary>
    public Cell Clean()
    {
        if (Text is null) return this;
        var (text, odd) = (Text, Odd);
        if (text.AsSpan().IndexOfAny(Unseen) >= 0) (text, odd) = (VietnameseText.Clean(text), odd | Odd.Invisible);
        var t = text.AsSpan().Trim();
        if (t.IsEmpty) return new(null, odd);
        var plain = t.IndexOfAny('\r', '\n', '\t') < 0 && t.IndexOf("  ") < 0;
        var single = !plain ? string.Join(' ', t.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            : t.Length == text.Length ? text : t.ToString();
        return new(single.Normalize(NormalizationForm.FormC), odd);
    }

    public override string ToString() => Text ?? "";
}

/// <summary>A line with something in it: its number as a spreadsheet counts, its cells, and whether it is shown.</summary>
public readonly record struct SheetLine(int Number, Cell[] Cells, bool Hidden = false);

/// <summary>Whether a sheet is shown; one that is very hidden cannot even be called up by hand.</summary>
public enum SheetState { Shown, Hidden, VeryHidden }

/// <summary>A sheet of a file; a CSV is one without a name.</summary>
public sealed record Sheet(string? Name, SheetState State = SheetState.Shown)
{
    /// <summary>The part of the workbook it stands in; null when the workbook names none.</summary>
    internal string? Part { get; init; }
}

/// <summary>A file no lines can be read from; the message tells its sender why and what to do, in Vietnamese.</summary>
public sealed class SheetException(string message, Exception? inner = null) : RefusedException(message, inner);
