namespace HealthWarehouse.Catalogue.Imports;

/// <summary>
/// How rows of a file are laid: the columns it speaks of, those it only fills where the list has nothing, those that hold only until the
/// row's last day. With <c>Mark</c> a row that changes nothing is still marked with its source, so that a later edition knows whose it is.
/// </summary>
internal sealed record Laying(int[] Given, int[] Fills, int[] Ends, bool Mark);

/// <summary>
/// The rows of one list file as histories of codes, into which imports are laid. Nothing is overwritten: where a code changes from a day
/// on, its row ends the day before and a new one begins. Only the starter's own rows, and a row of the same first day, are put right in
/// place.
/// </summary>
internal sealed class ListHistory
{
    /// <summary>The column that marks imported rows with the file they came from; the starter's rows have none.</summary>
    public const string Source = "source";

    private readonly int[] _key;
    private readonly int _from, _to, _source;
    private readonly Dictionary<string, List<string?[]>> _codes = [];

    public ListHistory(CodeRows rows, IReadOnlyList<string> key, IEnumerable<string> columns)
    {
        Columns = [.. rows.Columns.Union(columns).Where(c => c != Source), Source];
        _key = [.. key.Select(IndexOf)];
        (_from, _to, _source) = (IndexOf("valid_from"), IndexOf("valid_to"), IndexOf(Source));
        foreach (var row in rows.Widened(Columns))
            (_codes.TryGetValue(CodeRows.Key(row, _key), out var versions) ? versions : _codes[CodeRows.Key(row, _key)] = []).Add(row);
        if (_from >= 0)
            foreach (var versions in _codes.Values) versions.Sort((a, b) => string.CompareOrdinal(a[_from], b[_from]));
    }

    public IReadOnlyList<string> Columns { get; }

    /// <summary>The same histories with room for more columns.</summary>
    public ListHistory With(IReadOnlyList<string> columns) =>
        columns.All(Columns.Contains) ? this : new(new(Columns, [.. All]), [.. _key.Select(k => Columns[k])], columns);

    public bool IsDated => _from >= 0;

    public int IndexOf(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
            if (Columns[i] == column) return i;
        return -1;
    }

    public string KeyOf(string?[] row) => CodeRows.Key(row, _key);

    /// <summary>Whether any row of the code holds on some day of a span.</summary>
    public bool Knows(string?[] row) =>
        _codes.TryGetValue(KeyOf(row), out var versions) && versions.Any(v => Meets(v, row));

    /// <summary>Rows of every code, history by history.</summary>
    public IEnumerable<string?[]> All => _codes.Values.SelectMany(v => v);

    /// <summary>What goes into the overlay: whole histories of the codes an import has touched.</summary>
    public CodeRows Overlay() =>
        new(Columns,
        [.. _codes.Where(c => c.Value.Any(v => v[_source] is not null)).OrderBy(c => c.Key, StringComparer.Ordinal)
        .SelectMany(c => c.Value)]);

    /// <summary>Lays a row into the history of its code.</summary>
    public ListChange Lay(string?[] row, Laying how)
    {
        var key = KeyOf(row);
        var before = _codes.GetValueOrDefault(key) ?? [];
        var after = IsDated ? Dated(before, row, how) : Undated(before, row, how);
        var same = Same(before, after);
        if (!same || how.Mark) _codes[key] = after;
        if (same) return new(ChangeKind.Unchanged, key, null, null);
        if (!before.Any(v => Meets(v, row))) return new(ChangeKind.Added, key, null, Words(row, how.Given.Concat(how.Fills)));
        var (old, now) = (At(before, row), At(after, row));
        var changed = how.Given.Concat(how.Fills).Where(c => old[c] != now[c]).DefaultIfEmpty(_from).ToArray();
        return new(ChangeKind.Changed, key, Words(old, changed), Words(now, changed));
    }

    /// <summary>
    /// Ends the rows (of <paramref name="mine"/>) for codes that are no longer named: from a day on, or wholly when they began no earlier.
    /// </summary>
    public IEnumerable<ListChange> Close(Func<string?[], bool> mine, IReadOnlySet<string> named, string? day)
    {
        foreach (var (key, versions) in _codes.ToArray())
        {
            bool Ends(string?[] v) => mine(v) && (day is null || !IsBefore(v[_to], day));
            if (named.Contains(key) || !versions.Any(Ends)) continue;
            var kept = versions.Where(v => !Ends(v) || (day is not null && string.CompareOrdinal(v[_from], day) < 0))
                .Select(v => Ends(v) ? With(v, _to, Days.Before(day!)) : v).ToList();
            if (kept.Count == 0) _codes.Remove(key);
            else _codes[key] = kept;
            yield return new(kept.Count == 0 ? ChangeKind.Removed : ChangeKind.Closed, key,
                Words(versions[^1], [.. Enumerable.Range(0, Columns.Count).Where(c => Columns[c] == "name")]), null);
        }
    }

    /// <summary>Whether two rows of a code share a day.</summary>
    private bool Meets(string?[] a, string?[] b) => !IsDated || (!IsBefore(a[_to], b[_from]) && !IsBefore(b[_to], a[_from]));

    private List<string?[]> Undated(List<string?[]> before, string?[] row, Laying how) =>
        [before.Count == 0 ? row : Over(before[0], row, how)];

    private List<string?[]> Dated(List<string?[]> before, string?[] row, Laying how)
    {
        var (from, to, ends) = (row[_from]!, row[_to], how.Ends);
        var rows = new List<string?[]>();
        var kept = new HashSet<string?[]>(ReferenceEqualityComparer.Instance);
        foreach (var v in before)
        {
            var later = v[_source] is not null && string.CompareOrdinal(v[_from], from) > 0;
            if (!Meets(v, row) || later)
            {
                rows.Add(v);
                kept.Add(v);
                continue;
            }
            if (string.CompareOrdinal(v[_from], from) < 0) rows.Add(With(v, _to, Days.Before(from)));
            // the starter's first day is only where the starter begins
            var first = v[_source] is null && rows.All(r => IsBefore(r[_to], from));
            rows.Add(With(With(Over(v, row, how), _from, first ? from : Max(v[_from]!, from)), _to, Min(v[_to], to)));
            // A row that begins and ends inside another holds for its days only; the other goes on after it.
            if (ends.Length == 0 && to is not null && IsBefore(to, v[_to]) && string.CompareOrdinal(v[_from], from) < 0)
                rows.Add(With(v, _from, Days.After(to)));
            if (ends.Length > 0 && to is not null && IsBefore(to, v[_to]))
                rows.Add(With(With(Without(Over(v, row, how), ends), _from, Days.After(to)), _to, v[_to]));
        }
        Fill(rows, row, from, to);
        if (ends.Length > 0 && to is not null) Fill(rows, Without(row, ends), Days.After(to), null);
        return Joined(rows, kept);
    }

    /// <summary>
    /// Puts the row into the days of a span that no row holds; what follows the last known row is filled only where the span is the code's
    /// last.
    /// </summary>
    private void Fill(List<string?[]> rows, string?[] row, string from, string? to)
    {
        rows.Sort((a, b) => string.CompareOrdinal(a[_from], b[_from]));
        var open = from;
        foreach (var v in rows.ToArray())
        {
            if (IsBefore(v[_to], open)) continue;
            if (IsBefore(to, v[_from]!)) break;
            if (string.CompareOrdinal(open, v[_from]) < 0) rows.Add(With(With(row, _from, open), _to, Days.Before(v[_from]!)));
            if (v[_to] is null) return;
            open = Days.After(v[_to]!);
        }
        if (!IsBefore(to, open)) rows.Add(With(With(row, _from, open), _to, to));
    }

    /// <summary>
    /// Rows that follow each other and say the same are one row, but where a row was kept as it was: its first day says since when it is
    /// known.
    /// </summary>
    private List<string?[]> Joined(List<string?[]> rows, HashSet<string?[]> kept)
    {
        rows.Sort((a, b) => string.CompareOrdinal(a[_from], b[_from]));
        var joined = new List<string?[]>();
        foreach (var row in rows)
        {
            if (joined.Count > 0 && joined[^1] is var last && last[_to] is { } end && !kept.Contains(last) && !kept.Contains(row)
                && Days.After(end) == row[_from] && Alike(last, row))
                joined[^1] = With(With(last, _to, row[_to]), _source, last[_source] ?? row[_source]);
            else joined.Add(row);
        }
        return joined;
    }

    private bool Alike(string?[] a, string?[] b) =>
        Enumerable.Range(0, a.Length).All(c => c == _from || c == _to || c == _source || a[c] == b[c]);

    private bool Same(List<string?[]> a, List<string?[]> b) => a.Count == b.Count && a.Zip(b)
        .All(p => Alike(p.First, p.Second) && (!IsDated || (p.First[_from] == p.Second[_from] && p.First[_to] == p.Second[_to])));

    private string?[] At(List<string?[]> versions, string?[] row) =>
        IsDated ? versions.LastOrDefault(v => string.CompareOrdinal(v[_from], row[_from]) <= 0) ?? versions[0] : versions[0];

    private string?[] Over(string?[] old, string?[] row, Laying how)
    {
        var over = (string?[])old.Clone();
        foreach (var c in how.Given) over[c] = row[c];
        foreach (var c in how.Fills) over[c] ??= row[c];
        over[_source] = row[_source];
        return over;
    }

    private static string?[] Without(string?[] row, int[] columns)
    {
        var without = (string?[])row.Clone();
        foreach (var c in columns) without[c] = null;
        return without;
    }

    private static string?[] With(string?[] row, int column, string? value)
    {
        if (row[column] == value) return row;
        var with = (string?[])row.Clone();
        with[column] = value;
        return with;
    }

    private string Words(string?[] row, IEnumerable<int> columns) =>
        string.Join("; ", columns.Where(c => c >= 0).Select(c => $"{Columns[c]}: {row[c] ?? "(trống)"}"));

    /// <summary>Whether a last day, open when null, lies before a day.</summary>
    private static bool IsBefore(string? end, string? day) => end is not null && (day is null || string.CompareOrdinal(end, day) < 0);

    private static string Max(string a, string b) => string.CompareOrdinal(a, b) >= 0 ? a : b;

    private static string? Min(string? a, string? b) => IsBefore(a, b) ? a : b;
}
