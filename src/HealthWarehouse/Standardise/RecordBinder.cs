using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Store.Batches;

namespace HealthWarehouse.Standardise;

/// <summary>
/// Binds records to std rows by the declared contract: names to columns, text to types, codes to the lists of the day, identity and
/// clinical text to sealed pieces. What does not fit becomes a finding. One instance a worker.
/// </summary>
public sealed class RecordBinder(Binding binding, VaultDoor vault) : IDisposable
{
    /// <summary>Longest code of a subject or a facility.</summary>
    private const int LongestKey = 255;

    /// <summary>Most unknown elements of a record that are told by name.</summary>
    private const int MostUnknown = 50;

    private readonly ValueBinder _values = new();

    /// <summary>Code of the contract it binds by.</summary>
    public string Contract => binding.Contract.Code;

    private readonly RowSealer _sealer = new(vault);
    private readonly RecordFindings _findings = new();
    private readonly List<BoundRow> _rows = [];
    private readonly Dictionary<TableBinding, Stack<SourceCell[]>> _cells = [];

    /// <summary>Bits of a record key that number the record in its delivery: room for 16 million.</summary>
    public const int RecordBits = 24;

    /// <summary>Key of a record: delivery and number in one.</summary>
    public static long KeyOf(long delivery, int record) => (delivery << RecordBits) | (uint)record;

    /// <summary>Number of a record in its delivery, by its key.</summary>
    public static int NumberOf(long key) => (int)(key & ((1L << RecordBits) - 1));

    /// <summary>Binds one record into the batch; gives back false when it had to be set aside.</summary>
    public bool Bind(SourceRecord record, BindingContext context, BatchSet batch)
    {
        if (context.Redaction?.Find(record.Number) is { } residue)
        {
            residue.Land(batch);                // it counts as refused there, if it was
            // left before there was such a column
            var made = batch.Records.Column("made_at");
            for (var i = batch.Records.Rows - 1; i >= 0 && made.IsNull(i); i--) made.Set(i, context.KnownAt);
            return residue.Kept;
        }
        _findings.Clear();
        _rows.Clear();
        foreach (var problem in record.Problems) Tell(problem);
        var tables = Known(record);
        var main = tables.FirstOrDefault(t => t.Binding == binding.Main);
        var head = main.Source is not null ? main : tables.FirstOrDefault(t => binding.Contract.MayStandAlone(t.Binding.Table.Code));
        var identity = Identify(record, head, context);
        var kept = !record.Problems.Any(p => p.Unusable) && head.Source is not null && identity.Usable && Shape(tables);
        if (head.Source is null && !record.Problems.Any(p => p.Unusable))
            _findings.Add("R02-main-missing", binding.Main.Table.Code, null, null, null, null, null);

        var key = KeyOf(context.Delivery, record.Number);
        if (kept && main.Source is not null) Rows(main, identity, key, batch);
        if (kept)
            foreach (var table in tables)
                if (table.Binding != binding.Main) Rows(table, identity, key, batch);
        if (kept) Seal(key, batch);
        if (kept) Judge(identity, key, context, batch);
        Write(record, context, identity, kept, main.Source is not null, key, batch);
        foreach (var row in _rows) GiveBack(row);
        if (!kept) batch.Refused++;
        return kept;
    }

    /// <summary>
    /// Tokens a record would carry if it could be used and were linked: for finding the records of a person among those that were set
    /// aside, or only check in. Nothing is written.
    /// </summary>
    public IReadOnlyList<Guid> TokensOf(SourceRecord record)
    {
        _findings.Clear();
        var tables = Known(record);
        _findings.Clear();
        var tokens = new List<Guid>();
        foreach (var known in tables.Where(t =>
            t.Rows.Count > 0 && (t.Binding == binding.Main || binding.Contract.MayStandAlone(t.Binding.Table.Code))))
        {
            var row = Locate(known, known.Rows[0], 1);
            var facility = FacilityOf(row) ?? record.Head.FacilityCode ?? "";
            if (binding.TokensIn(known.Binding) is { } rules) tokens.AddRange(rules.Of(row, facility, vault.Tokens).Select(t => t.Token));
            GiveBack(row);
        }
        return tokens;
    }

    /// <summary>Ends a slice of a delivery: findings that were too many to be told one by one are told in sum.</summary>
    public void Close(BindingContext context, BatchSet batch)
    {
        var check = binding.Catalogue.CheckById("R01-more-findings");
        foreach (var (rule, times) in batch.TakeUntold())
            FindingWriter.Write(batch.Findings,
                new(check.Id, null, null, null, rule, times.ToString(CultureInfo.InvariantCulture), null) { Times = times }, check,
                context.Delivery, null);
    }

    public void Dispose() => _sealer.Dispose();

    /// <summary>The row is done with: its array serves another of its table.</summary>
    private void GiveBack(BoundRow row)
    {
        Array.Clear(row.Cells);
        if (!_cells.TryGetValue(row.Binding, out var free)) _cells[row.Binding] = free = new();
        free.Push(row.Cells);
    }

    /// <summary>A table of the record that the contract knows; whether any of its values may need cleaning.</summary>
    private readonly record struct KnownTable(TableBinding Binding, SourceTable Source, IReadOnlyList<SourceRow> Rows, bool MayHide);

    /// <summary>Who the record is about and when, as far as it can be told.</summary>
    private sealed record Identity(string? Facility, string? Code, DateOnly Day, string Version, bool Usable)
    {
        /// <summary>From what day to what day it holds, where it says so.</summary>
        public DateOnly? From { get; init; }

        public DateOnly? To { get; init; }
    }

    /// <summary>The tables the contract knows, each once.</summary>
    private List<KnownTable> Known(SourceRecord record)
    {
        var known = new List<KnownTable>(record.Tables.Count);
        foreach (var source in record.Tables)
        {
            if (!binding.Tables.TryGetValue(source.Kind, out var table))
                _findings.Add("R01-unknown-table", null, null, null, source.Kind.Length == 0 ? null : Clip(source.Kind), null, null);
            else if (known.Any(k => k.Binding == table))
                _findings.Add(table == binding.Main ? "R02-main-twice" : "R01-table-twice", source.Kind, null, null, null, null, null);
            else known.Add(new(table, source, RowsOf(table, source), VietnameseText.MayHide(source.Text)));
        }
        return known;
    }

    /// <summary>
    /// The declared rows; groups of other elements beside them are told and left. Where no row has its declared name, the sender has
    /// another name for it.
    /// </summary>
    private IReadOnlyList<SourceRow> RowsOf(TableBinding table, SourceTable source)
    {
        var declared = source.Rows.Count(r => IsDeclared(table, source, r));
        if (declared == source.Rows.Count) return source.Rows;
        if (declared == 0)
        {
            _findings.Add("R01-row-element", source.Kind, 1, null, Clip(source.Element(source.Rows[0])), table.Table.RowElement, null);
            return source.Rows;
        }
        foreach (var other in source.Rows.Where(r => !IsDeclared(table, source, r)).Take(MostUnknown))
            _findings.Add("R09-unknown-group", source.Kind, null, Clip(source.Element(other)), null, null, null);
        return [.. source.Rows.Where(r => IsDeclared(table, source, r))];
    }

    private static bool IsDeclared(TableBinding table, SourceTable source, SourceRow row) =>
        source.Text.AsSpan(row.ElementStart, row.ElementLength).SequenceEqual(table.RowElement);

    private Identity Identify(SourceRecord record, KnownTable head, BindingContext context)
    {
        if (head.Source is null)
            return new(record.Head.FacilityCode, null, record.Head.MadeOn ?? context.ReceivedOn, binding.Contract.Base, false);
        var row = head.Rows.Count > 0 ? Locate(head, head.Rows[0], 1) : null;
        var subject = binding.Contract.Subject;
        var key = subject.Key.Select(column => row?.Text(column)).ToArray();
        var code = key.Contains(null) ? null
            : key.Length == 0 ? record.Number.ToString(CultureInfo.InvariantCulture) : string.Join('/', key);
        var stated = row is null ? null : FacilityOf(row);
        var declaredBy = record.Head.FacilityCode is { } unit ? VietnameseText.Clean(unit) : null;
        var facility = stated ?? declaredBy;
        var day = subject.Dates.Select(d => DayOf(row, d)).FirstOrDefault(d => d is not null) ?? record.Head.MadeOn ?? context.ReceivedOn;
        var usable = true;
        var place = subject.Facility is { } column ? head.Binding.ElementOf(column) : "";
        if (code is null || (facility is null && subject.Facility is not null) || row is null)
        {
            var missing = code is null ? head.Binding.ElementOf(subject.Key[Math.Max(0, Array.IndexOf(key, null))]) : place;
            _findings.Add("R02-no-key", head.Binding.Table.Code, 1, missing, null, null, null);
            usable = false;
        }
        else if (code.Length > LongestKey || facility?.Length > LongestKey)
        {
            var field = code.Length > LongestKey ? head.Binding.ElementOf(subject.Key[0]) : place;
            _findings.Add("R02-key-too-long", head.Binding.Table.Code, 1, field, null, $"{LongestKey}", null);
            (facility, code, usable) = (facility is null ? null : Clip(facility), null, false);
        }
        else if (context.Facilities is { } allowed && (facility is null || !allowed.Contains(facility)))
        {
            _findings.Add("R02-not-yours", head.Binding.Table.Code, 1, place, facility, null, null);
            usable = false;
        }
        else if (stated is not null && declaredBy is { } declared && declared != stated)
            _findings.Add("R02-facility-differs", head.Binding.Table.Code, 1, place, stated, declared, null);
        return new(facility, code, day, binding.VersionOf(record, context.Version, day), usable)
        {
            From = DayOf(row, subject.Span?.From), To = DayOf(row, subject.Span?.To),
        };
    }

    /// <summary>The day a column says; null where it says none, or less than a day.</summary>
    private static DateOnly? DayOf(BoundRow? row, string? column) => column is not null && row is not null
        && PartialDate.TryParse(row.Text(column), out var date) && date.Precision >= DatePrecision.Day ? date.Earliest : null;

    private string? FacilityOf(BoundRow row) => binding.Contract.Subject.Facility is { } column ? row.Text(column) : null;

    /// <summary>A table of one row must have one; a second main table or row makes the record ambiguous.</summary>
    private bool Shape(List<KnownTable> tables)
    {
        var sound = !_findings.Has("R02-main-twice");
        foreach (var (table, source, rows, _) in tables)
        {
            if (table.Table.Rows != RowCount.One || rows.Count <= 1) continue;
            _findings.Add(table == binding.Main ? "R02-main-twice" : "R01-one-row", source.Kind, null, null,
                rows.Count.ToString(CultureInfo.InvariantCulture), null, null);
            sound &= table != binding.Main;
        }
        return sound;
    }

    private void Rows(KnownTable known, Identity identity, long key, BatchSet batch)
    {
        var (table, source, rows, _) = known;
        var expectation = table.For(identity.Version);
        var codeSlot = binding.Contract.Subject.Key is [var named] ? table.SlotOf(named) : -1;
        var number = 0;
        foreach (var sourceRow in rows)
        {
            if (table.Table.Rows == RowCount.One && number == 1) break;
            var row = Locate(known, sourceRow, ++number, report: true, expectation);
            if (codeSlot >= 0 && row.Text(codeSlot) is { } code && code != identity.Code)
            {
                var element = table.Slots[codeSlot].Field.From;
                _findings.Add("R03-episode-differs", source.Kind, number, element, Clip(code), identity.Code, null);
                continue;
            }
            Row(row, expectation, identity, key, batch.Tables[table.Table.Code], batch);
            _rows.Add(row);
        }
    }

    private void Row(BoundRow row, Expectation expectation, Identity identity, long key, ColumnBatch target, BatchSet batch)
    {
        var at = target.Rows;
        target.Row().Put(key).Put(row.Number);
        foreach (var slot in row.Binding.Slots)
        {
            var value = row.Value(slot.Index);
            if (value.IsEmpty)
            {
                if (expectation.Required[slot.Index])
                    _findings.Add("R05-required", row.Binding.Table.Code, row.Number, slot.Field.From, null, null, slot.Field.About);
                continue;
            }
            if (expectation.Max(slot, identity.Day) is { } max && value.Length > max && Encoding.UTF8.GetCharCount(value) > max
                && !slot.Field.IsDate)
                _findings.Add("R06-too-long", row.Binding.Table.Code, row.Number, slot.Field.From, Show(slot.Field, value),
                    max.ToString(CultureInfo.InvariantCulture), slot.Field.About);
            var verdict = _values.Bind(value, slot, identity.Day, target, at);
            if (verdict is { } broken)
                _findings.Add(broken.Rule, row.Binding.Table.Code, row.Number, slot.Field.From, Show(slot.Field, value), broken.Limit,
                    slot.Field.About);
        }
        foreach (var (derived, column) in row.Binding.Derived) Derivations.Apply(derived, column, target, at, row);
    }

    /// <summary>Finds the slot of each cell; unknown elements are told and kept sealed.</summary>
    private BoundRow Locate(KnownTable known, SourceRow sourceRow, int number, bool report = false, Expectation? expectation = null)
    {
        var (table, source, _, mayHide) = known;
        var cells = _cells.TryGetValue(table, out var free) && free.TryPop(out var used) ? used : new SourceCell[table.Slots.Length];
        var row = new BoundRow(table, source, number, cells);
        foreach (var cell in source.Cells(sourceRow))
        {
            var slot = table.Find(source.Name(cell));
            if (slot < 0)
            {
                if (!report) continue;
                var name = Encoding.UTF8.GetString(source.Name(cell));
                _findings.Add("R09-unknown-element", table.Table.Code, number, Clip(name), null, null, null, MostUnknown);
                _sealer.Keep(row, name, source.Value(cell));
            }
            else if (cells[slot].NameLength > 0)
            {
                if (report) _findings.Add("R09-element-twice", table.Table.Code, number, table.Slots[slot].Field.From, null, null, null);
            }
            else
            {
                cells[slot] = cell;
                if (mayHide && VietnameseText.Clean(source.Value(cell)) is { } clean)
                    Clean(row, table.Slots[slot].Field, slot, source.Value(cell), clean, report);
                if (report && cell.ValueLength > 0 && !expectation!.Expected[slot])
                    _findings.Add("R09-other-version", table.Table.Code, number, table.Slots[slot].Field.From, null, null,
                        table.Slots[slot].Field.About);
            }
        }
        return row;
    }

    /// <summary>
    /// Takes a value as it is read; in codes, numbers and days, where a character nobody sees makes another value, it is told.
    /// </summary>
    private void Clean(BoundRow row, Field field, int slot, ReadOnlySpan<byte> received, byte[] clean, bool report)
    {
        row.Clean(slot, clean);
        if (!report || (field.Type is FieldType.Text or FieldType.Texts && !IsName(field.From))) return;
        var odd = Encoding.UTF8.GetString(received)
            .Where(c => c > '\u007f' && (char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format
            or UnicodeCategory.NonSpacingMark));
        _findings.Add("R09-invisible", row.Binding.Table.Code, row.Number, field.From, Show(field, clean),
            string.Join(", ", odd.Distinct().Take(5).Select(c => $"U+{(int)c:X4}")), null);
    }

    /// <summary>Numbers and codes that are no list's: MA_BN, SO_CCCD.</summary>
    private static bool IsName(string element) =>
        element.StartsWith("MA_", StringComparison.Ordinal) || element.StartsWith("SO_", StringComparison.Ordinal);

    /// <summary>Seals the rows once all are known: what any of them shows decides whose key the record is under.</summary>
    private void Seal(long key, BatchSet batch)
    {
        var restricted = binding.Restricted.Of(_rows);
        foreach (var row in _rows) _sealer.Seal(row, key, restricted, batch.Sealed);
        _sealer.Clear();
    }

    private void Judge(Identity identity, long key, BindingContext context, BatchSet batch)
    {
        var main = _rows.Find(r => r.Binding == binding.Main);
        foreach (var row in _rows)
            foreach (var check in binding.MemoryChecks.GetValueOrDefault(row.Binding, []))
                if (check.HoldsOn(identity.Day) && check.Speaks(row, main) is { } spoken)
                    _findings.Add(check.Declaration.Id, row.Binding.Table.Code, row.Number, spoken.Field, spoken.Value, spoken.Limit,
                        spoken.About);
        if (main is null || binding.Tokens is not { } named) return;
        foreach (var (rule, token) in named.Of(main, identity.Facility, vault.Tokens))
        {
            if (context.Redaction?.Drops(key, rule) == true) continue;
            batch.Tokens.Row().Put(key).Put(rule).Put(token);
        }
        if (!context.ByReceipt && named.NameOf(main, vault.Tokens) is { } name) batch.Names.Row().Put(key).Put(name);
    }

    private void Write(SourceRecord record, BindingContext context, Identity identity, bool kept, bool hasMain, long key, BatchSet batch)
    {
        var about = binding.Contract.Subject;
        long? subject = identity.Code is { } code && (identity.Facility is not null || about.Facility is null)
            ? SubjectKey.Of(about, identity.Facility, about.Ends is Ending.Append ? $"{key}" : code) : null;
        batch.Records.Row().Put(key).Put(context.Delivery).Put(record.Number).Put(subject).Put(identity.Facility).Put(identity.Code)
            .Put(identity.Version).Put(record.Part).Put(record.Offset).Put(kept).Put(hasMain).Put(identity.Day)
            .Put(context.MadeAt(record.Head)).Put(identity.From).Put(identity.To);
        foreach (var finding in _findings.All)
            if (batch.Tell(finding.Rule))
                FindingWriter.Write(batch.Findings, finding, binding.Catalogue.CheckById(finding.Rule), context.Delivery, key);
    }

    /// <summary>What the reader says of a field is shown no more openly than what the binder does.</summary>
    private void Tell(SourceProblem problem)
    {
        var slots = problem.Table is { } table && binding.Tables.TryGetValue(table, out var known) ? known.Slots : [];
        var field = problem.Field is { } from ? Array.Find(slots, s => s.Field.From == from)?.Field : null;
        _findings.Add(problem.Rule, problem.Table, problem.Row, problem.Field, Shown(problem.Value), Shown(problem.Limit), field?.About);

        string? Shown(string? text) => text is null || field is null ? text : Show(field, Encoding.UTF8.GetBytes(text));
    }

    private static string Show(Field field, ReadOnlySpan<byte> value) => field.Seal switch
    {
        null => Clip(Encoding.UTF8.GetString(value)),
        Compartment.Identity => Clip(Masking.Of(Encoding.UTF8.GetString(value), field.IsDate)),
        _ => "(nội dung lâm sàng)",
    };

    private static string Clip(string text) => text.Length <= 100 ? text : $"{text[..97]}…";
}
