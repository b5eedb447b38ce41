using System.Buffers.Text;
using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Store.Batches;

namespace HealthWarehouse.Standardise;

/// <summary>A value that does not fit its type or list: the rule it breaks and the limit its message shows.</summary>
internal readonly record struct Misfit(string Rule, string? Limit = null);

/// <summary>
/// Turns one received value into the typed value of its column. A value that does not fit leaves the column null and is told.
/// </summary>
internal sealed class ValueBinder
{
    private readonly char[] _chars = new char[512];

    public Misfit? Bind(ReadOnlySpan<byte> value, FieldSlot slot, DateOnly day, ColumnBatch target, int row) => slot.Field.Type switch
    {
        FieldType.Text or FieldType.Texts => Text(value, slot, target, row),
        FieldType.Code => Code(value, slot, day, target, row),
        FieldType.Codes => Codes(value, slot, day, target, row),
        FieldType.Integer => Number(value, slot, target, row, 0),
        FieldType.Number => slot.Field.IsMoney ? Money(value, slot, target, row) : Number(value, slot, target, row, slot.Field.Scale),
        FieldType.Minute => Time(value, slot, target, row, 12),
        FieldType.Day => Time(value, slot, target, row, 8),
        FieldType.Moment => Time(value, slot, target, row, 0),
        FieldType.Days => Days(value, slot, target, row),
        FieldType.Partial => Partial(value, slot, target, row),
        _ => Flag(value, slot, target, row),
    };

    private static Misfit? Text(ReadOnlySpan<byte> value, FieldSlot slot, ColumnBatch target, int row)
    {
        if (slot.Column < 0) return null;
        if (VietnameseText.Composed(value) is { } composed) target.Set(slot.Column, row, composed);
        else target.Set(slot.Column, row, value);
        return null;
    }

    private Misfit? Code(ReadOnlySpan<byte> value, FieldSlot slot, DateOnly day, ColumnBatch target, int row)
    {
        target.Set(slot.ReceivedColumn, row, value);
        if (value.Length > _chars.Length) return new("R16-unknown-code", slot.List!.Declaration.Name);
        var code = Spell(value, slot.List!);
        var misfit = Look(slot.List!, code, day, out var conformed);
        if (conformed is not null) target.Set(slot.Column, row, conformed);
        else SetChars(target, slot.Column, row, code);
        return misfit;
    }

    private Misfit? Codes(ReadOnlySpan<byte> value, FieldSlot slot, DateOnly day, ColumnBatch target, int row)
    {
        target.Set(slot.ReceivedColumn, row, value);
        Misfit? misfit = null;
        StringBuilder? joined = null;
        foreach (var part in value.Split((byte)';'))
        {
            var item = value[part].Trim((byte)' ');
            if (item.IsEmpty) continue;
            if (item.Length > _chars.Length) return new("R16-unknown-code", slot.List!.Declaration.Name);
            var code = Spell(item, slot.List!);
            misfit = Look(slot.List!, code, day, out var conformed) ?? misfit;
            joined = (joined ?? new()).Append(joined is { Length: > 0 } ? ";" : "");
            if (conformed is not null) joined.Append(conformed);
            else joined.Append(code);
        }
        target.Set(slot.Column, row, joined?.ToString());
        return misfit;
    }

    private static Misfit? Look(CodeList list, ReadOnlySpan<char> code, DateOnly day, out string? conformed)
    {
        conformed = null;
        if (list.Find(code, day, out var known) is { } entry)
        {
            conformed = entry.MapsTo ?? entry.Code;
            return null;
        }
        return new(known ? "R16-expired-code" : list.Declaration.CompleteOn(day) ? "R16-unknown-code" : "R16-not-listed",
            list.Declaration.Name);
    }

    private ReadOnlySpan<char> Spell(ReadOnlySpan<byte> value, CodeList list)
    {
        var length = Encoding.UTF8.GetChars(value, _chars);
        var code = _chars.AsSpan(0, length);
        if (list.Declaration.Spelling is Spelling.AsIs) return code;
        if (list.Declaration.Spelling is Spelling.Icd10 && !IsPlainIcd(code) && Icd10.TryParse(code.ToString(), out var icd))
            return icd.Code;
        if (code.IndexOfAnyInRange('a', 'z') >= 0 || code.IndexOfAnyExceptInRange('\0', '\x7F') >= 0)
            code.ToString().AsSpan().ToUpperInvariant(_chars);
        return _chars.AsSpan(0, length);
    }

    /// <summary>A00 or A00.0, the usual case, needs no work.</summary>
    private static bool IsPlainIcd(ReadOnlySpan<char> code) =>
        code.Length is 3 or (>= 5 and <= 7) && code[0] is >= 'A' and <= 'Z' && char.IsAsciiDigit(code[1]) && char.IsAsciiDigit(code[2])
        && (code.Length == 3 || (code[3] == '.' && code[4..].IndexOfAnyExceptInRange('0', '9') < 0));

    private static void SetChars(ColumnBatch target, int column, int row, ReadOnlySpan<char> code)
    {
        Span<byte> bytes = stackalloc byte[code.Length * 3];
        target.Set(column, row, bytes[..Encoding.UTF8.GetBytes(code, bytes)]);
    }

    private static Misfit? Number(ReadOnlySpan<byte> value, FieldSlot slot, ColumnBatch target, int row, int scale)
    {
        if (!ScaledNumber.TryParse(value, scale, out var scaled, out var rounded))
            return new("R07-number", scale == 0 ? "số nguyên" : $"số, dấu chấm thập phân, tối đa {scale} chữ số lẻ");
        if (slot.Column >= 0) target.Columns[slot.Column].Set(row, scaled);
        return rounded ? new("R07-decimals", scale.ToString(CultureInfo.InvariantCulture)) : null;
    }

    /// <summary>
    /// Money may come with thousands set apart. Beyond doubt it is taken and told; 40.000 could be forty or forty thousand and is taken for
    /// nothing, but where the act itself has three decimals (unit prices): there it is read as written, and told.
    /// </summary>
    private static Misfit? Money(ReadOnlySpan<byte> value, FieldSlot slot, ColumnBatch target, int row)
    {
        Span<byte> plain = stackalloc byte[40];
        switch (GroupedNumber.Read(value, plain, out var length))
        {
            case Grouping.Grouped:
                return Number(plain[..length], slot, target, row, slot.Field.Scale)
                    ?? new("R07-grouped", Encoding.ASCII.GetString(plain[..length]));
            case Grouping.Ambiguous when slot.Field.Scale >= 3 && value.Contains((byte)'.'):
                return Number(value, slot, target, row, slot.Field.Scale)
                    ?? new("R07-three-decimals", Encoding.ASCII.GetString(value[..value.IndexOf((byte)'.')]));
            case Grouping.Ambiguous:
                return new("R07-ambiguous");
            default:
                return Number(value, slot, target, row, slot.Field.Scale);
        }
    }

    private static Misfit? Time(ReadOnlySpan<byte> value, FieldSlot slot, ColumnBatch target, int row, int digits)
    {
        if (!PartialDate.TryParse(value, out var date) || date.Precision < DatePrecision.Day) return new("R08-date", Shape(digits));
        if (slot.Column >= 0)
        {
            if (target.Columns[slot.Column].Spec.Type == ColumnType.Date) target.Columns[slot.Column].Set(row, date.Earliest);
            else target.Columns[slot.Column].Set(row, date.Earliest.ToDateTime(new(date.Hour, date.Minute)));
        }
        return digits == 0 ? (value.Length is 8 or 12 ? null : new("R08-date-form", "8 hoặc 12")) : value.Length == digits
            ? null : new("R08-date-form", digits.ToString(CultureInfo.InvariantCulture));
    }

    private static Misfit? Days(ReadOnlySpan<byte> value, FieldSlot slot, ColumnBatch target, int row)
    {
        if (slot.Column >= 0) target.Set(slot.Column, row, value);
        foreach (var part in value.Split((byte)';'))
            if (value[part].Trim((byte)' ') is { IsEmpty: false } day
                && (!PartialDate.TryParse(day, out var date) || date.Precision < DatePrecision.Day))
                return new("R08-date", Shape(8));
        return null;
    }

    private static Misfit? Partial(ReadOnlySpan<byte> value, FieldSlot slot, ColumnBatch target, int row)
    {
        if (!PartialDate.TryParse(value, out var date)) return new("R08-date", "năm, tháng, ngày, giờ, phút; phần không biết ghi 0");
        if (slot.Column >= 0) target.Columns[slot.Column].Set(row, date.Earliest);
        return null;
    }

    private static Misfit? Flag(ReadOnlySpan<byte> value, FieldSlot slot, ColumnBatch target, int row)
    {
        if (value.Length != 1 || value[0] is not ((byte)'0' or (byte)'1')) return new("R07-flag");
        if (slot.Column >= 0) target.Columns[slot.Column].Set(row, value[0] == '1');
        return null;
    }

    private static string Shape(int digits) =>
        digits switch { 8 =>
        "năm tháng ngày (yyyyMMdd)", 12 => "năm tháng ngày giờ phút (yyyyMMddHHmm)", _ => "yyyyMMdd hoặc yyyyMMddHHmm" };
}
