using System.Text.RegularExpressions;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Standardise;

/// <summary>What a check in memory found: the field, its masked value, what was expected.</summary>
internal readonly record struct Spoken(string Field, string? Value, string? Limit, string? About);

/// <summary>A declared check on sealed fields, run on the clear row before it is sealed; only masked values leave it.</summary>
internal sealed class MemoryCheck
{
    private readonly MemoryTest _test;
    private readonly TableBinding _table;
    private readonly int[] _of;
    private readonly Regex? _pattern;

    public MemoryCheck(Check declaration, TableBinding table)
    {
        (Declaration, _test, _table) = (declaration, declaration.Memory!, table);
        _of = [.. _test.Of.Select(Slot)];
        // linear in what a sender writes
        _pattern = _test.Pattern is { } pattern
            ? new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Regex.InfiniteMatchTimeout) : null;
    }

    public Check Declaration { get; }

    public bool HoldsOn(DateOnly day) => day >= Declaration.ValidFrom && (Declaration.ValidTo is null || day <= Declaration.ValidTo);

    /// <summary>Null when the row passes or the check does not apply to it.</summary>
    public Spoken? Speaks(BoundRow row, BoundRow? main) => _test.Op switch
    {
        MemoryOperator.Matches => First(row, item => !_pattern!.IsMatch(item)),
        MemoryOperator.NotAllZero => First(row, item => item.All(c => c == '0')),
        MemoryOperator.SameCount => SameCount(row),
        MemoryOperator.CoversStay => CoversStay(row),
        MemoryOperator.SameAsMain => SameAsMain(row, main),
        MemoryOperator.NotAfter => NotAfter(row),
        MemoryOperator.FullWhenYoung => FullWhenYoung(row),
        MemoryOperator.AgreesWithBirth =>
            Agrees(row, (id, other) => PartialDate.TryParse(other, out var birth) && id.BirthYear is { } year && year != birth.Year),
        MemoryOperator.AgreesWithSex =>
            Agrees(row, (id, other) => id.Sex is { } sex && other is "1" or "2" && (int)id.Sex!.Value != other[0] - '0'),
        _ => Distinct(row),
    };

    private Spoken? First(BoundRow row, Func<string, bool> bad)
    {
        foreach (var slot in _of)
            foreach (var item in Items(row, slot))
                if (bad(item)) return Say(slot, item);
        return null;
    }

    private Spoken? SameCount(BoundRow row)
    {
        var counts = _of.Where(row.Has).Select(s => (Slot: s, Count: Items(row, s).Count())).ToArray();
        foreach (var (slot, count) in counts)
            if (count != counts[0].Count) return Say(slot, null, $"{counts[0].Count}");
        return null;
    }

    /// <summary>
    /// Every day of the stay lies in the validity of at least one card: of = [from, to, start of stay, end of stay]; an open end covers.
    /// </summary>
    private Spoken? CoversStay(BoundRow row)
    {
        if (!row.Has(_of[0]) || Day(row.Text(_of[2])) is not { } start || Day(row.Text(_of[3])) is not { } end || start > end) return null;
        var from = Items(row, _of[0]).Select(Day).ToArray();
        var to = Items(row, _of[1]).Select(Day).ToArray();
        var spans = from.Select((f, i) => (From: f, To: i < to.Length ? to[i] : null)).Where(s => s.From is not null).OrderBy(s => s.From)
            .ToArray();
        var need = start;
        foreach (var span in spans)
        {
            if (span.From > need) break;
            if (span.To is null || span.To >= end) return null;
            if (span.To >= need) need = span.To.Value.AddDays(1);
        }
        return Say(_of[0], null, start == end ? $"{start:dd/MM/yyyy}" : $"{start:dd/MM/yyyy}–{end:dd/MM/yyyy}");
    }

    private Spoken? SameAsMain(BoundRow row, BoundRow? main)
    {
        if (main is null) return null;
        foreach (var slot in _of)
        {
            var theirs = main.Text(_table.Slots[slot].Field.To);
            if (row.Text(slot) is { } ours && theirs is not null && ours != theirs) return Say(slot, ours, Mask(slot, theirs));
        }
        return null;
    }

    private Spoken? NotAfter(BoundRow row) =>
        PartialDate.TryParse(row.Text(_of[0]), out var first) && PartialDate.TryParse(row.Text(_of[1]), out var second)
            && first.Earliest > second.Latest
            ? Say(_of[0], row.Text(_of[0]), $"{second.Latest:dd/MM/yyyy}") : null;

    private Spoken? FullWhenYoung(BoundRow row) =>
        PartialDate.TryParse(row.Text(_of[0]), out var birth) && PartialDate.TryParse(row.Text(_of[1]), out var at)
            && birth.Precision < DatePrecision.Minute
            && at.Earliest.DayNumber - birth.Latest.DayNumber <= _test.Days && birth.Latest <= at.Latest
            ? Say(_of[0], row.Text(_of[0])) : null;

    private Spoken? Agrees(BoundRow row, Func<IdentityNumber, string?, bool> differs) =>
        IdentityNumber.TryParse(row.Text(_of[0]), out var id) && differs(id, row.Text(_of[1])) ? Say(_of[0], id.Text) : null;

    private Spoken? Distinct(BoundRow row)
    {
        foreach (var slot in _of)
            if (Items(row, slot).GroupBy(i => i).FirstOrDefault(g => g.Count() > 1) is { } twice) return Say(slot, twice.Key);
        return null;
    }

    private IEnumerable<string> Items(BoundRow row, int slot) =>
        row.Text(slot) is not { } text ? [] : _table.Slots[slot].Field.Type is FieldType.Texts or FieldType.Codes or FieldType.Days
            ? text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [text];

    private Spoken Say(int slot, string? value, string? limit = null) =>
        new(_table.Slots[slot].Field.From, value is null ? null : Mask(slot, value), limit, _table.Slots[slot].Field.About);

    private string Mask(int slot, string value) => _table.Slots[slot].Field.Seal switch
    {
        null => value,
        Compartment.Identity => Masking.Of(value, _table.Slots[slot].Field.IsDate),
        _ => "(nội dung lâm sàng)",
    };

    private int Slot(string column) =>
        _table.SlotOf(column) is var slot and >= 0
            ? slot : throw new DeclarationException($"checks: {Declaration.Id}", $"bảng {_table.Table.Code} không có cột '{column}'");

    private static DateOnly? Day(string? text) =>
        PartialDate.TryParse(text, out var date) && date.Precision >= DatePrecision.Day ? date.Earliest : null;
}
