namespace HealthWarehouse.Catalogue.Imports;

/// <summary>The rows made for one list, brought to the columns of its history and told apart by code.</summary>
internal sealed class ListLines(MadeList made, ListHistory history)
{
    private readonly int[] _places = [.. made.Columns.Select(history.IndexOf)];
    private readonly int _source = history.IndexOf(ListHistory.Source), _from = history.IndexOf("valid_from"),
        _to = history.IndexOf("valid_to");
    private readonly int _part = made.List.Part is { } part ? history.IndexOf(part) : -1;

    /// <summary>What the file speaks of, beside the key and the days.</summary>
    public Laying Laying { get; } = new(
        [.. made.Columns.Where(c => c is not ("valid_from" or "valid_to") && !made.List.KeyColumns.Contains(c)
            && made.Output.Fills?.Contains(c) is not true).Select(history.IndexOf)],
        [.. (made.Output.Fills ?? []).Select(history.IndexOf)], [.. (made.Output.Ends ?? []).Select(history.IndexOf)],
            made.Output.Mode is ImportMode.Replace);

    /// <summary>
    /// Rows of distinct code and first day. Alike rows are one; those not alike are refused or the first is taken, as declared.
    /// </summary>
    public (IReadOnlyList<string?[]> Rows, int Repeated) Distinct(Findings findings)
    {
        var byCode = new Dictionary<string, List<(int Line, string?[] Row)>>();
        foreach (var line in made.Rows)
        {
            var row = Row(line);
            var key = $"{history.KeyOf(row)}\u001f{(_from < 0 ? null : row[_from])}";
            (byCode.TryGetValue(key, out var rows) ? rows : byCode[key] = []).Add((line.Line, row));
        }
        var repeated = 0;
        var distinct = new List<string?[]>(byCode.Count);
        foreach (var rows in byCode.Values)
        {
            if (rows.Count == 1 || made.Output.Repeats is Repeats.First || rows.All(r => r.Row.AsSpan().SequenceEqual(rows[0].Row)))
            {
                distinct.Add(rows[0].Row);
                repeated += rows.Count - 1;
                continue;
            }
            made.SetAside += rows.Count;
            foreach (var (line, row) in rows)
                findings.Add(new(line, made.List.Id, FindingKind.SetAside, "Một mã, nhiều nội dung",
                    $"Mã {Display(history.KeyOf(row))} còn ở dòng " +
                        $"{string.Join(", ", rows.Where(r => r.Line != line).Select(r => r.Line).Take(5))} với nội dung khác",
                    "Giữ một dòng cho mỗi mã, hoặc thêm ngày hiệu lực để phân biệt."));
        }
        if (_from >= 0 && _to >= 0) Overlaps(byCode.Values.SelectMany(r => r), findings);
        if (_from >= 0) distinct.Sort((a, b) => string.CompareOrdinal(a[_from], b[_from]));
        return (distinct, repeated);
    }

    /// <summary>Rows of a code that share days, where one does not simply follow the other: it is told which holds when.</summary>
    private void Overlaps(IEnumerable<(int Line, string?[] Row)> rows, Findings findings)
    {
        foreach (var code in rows.GroupBy(r => history.KeyOf(r.Row)).Where(g => g.Count() > 1))
        {
            var ordered = code.OrderBy(r => r.Row[_from], StringComparer.Ordinal).ToArray();
            for (var i = 1; i < ordered.Length; i++)
            {
                var (outer, inner) = (ordered[i - 1], ordered[i]);
                var (end, last) = (outer.Row[_to], inner.Row[_to]);
                if (outer.Row[_from] == inner.Row[_from] || (end is null ? last is null : string.CompareOrdinal(end, inner.Row[_from]) < 0))
                    continue;
                findings.Add(new(inner.Line, made.List.Id, FindingKind.Note, "Khoảng ngày chồng nhau",
                    $"Mã {Display(code.Key)}: dòng {inner.Line} ({inner.Row[_from]} – {last ?? "…"}) chồng lên dòng {outer.Line} " +
                        $"({outer.Row[_from]} – {end ?? "…"})",
                    "Trong những ngày chung, dòng bắt đầu sau được dùng; hết hạn thì trở lại dòng trước. Sửa ngày hiệu lực nếu không " +
                        "phải vậy."));
            }
        }
    }

    /// <summary>A full edition older than what stands would undo the newer one.</summary>
    public void RefuseOlder(IReadOnlyList<string?[]> rows)
    {
        if (_from < 0 || rows.Count == 0) return;
        var newest = history.All.Where(Mine).Select(r => r[_from]).DefaultIfEmpty().Max(StringComparer.Ordinal);
        var day = rows.Select(r => r[_from]).Max(StringComparer.Ordinal);
        if (string.CompareOrdinal(newest, day) > 0)
            throw new ListFileException($"Kho đã có bản '{made.List.Name}' hiệu lực từ {Days.Of(newest!):dd/MM/yyyy}; bản này từ " +
                $"{Days.Of(day!):dd/MM/yyyy} cũ hơn nên không được nhập đè.");
    }

    /// <summary>Closes what an earlier edition brought and this one no longer has. Rows set aside still name their codes.</summary>
    public IEnumerable<ListChange> Close(IReadOnlyList<string?[]> rows)
    {
        if (rows.Count == 0) return [];
        var named = made.Rows.Select(r => history.KeyOf(Row(r))).ToHashSet();
        return history.Close(Mine, named, _from < 0 ? null : rows.Select(r => r[_from]).Min(StringComparer.Ordinal));
    }

    public int Codes() => _part < 0 ? history.All.Select(history.KeyOf).Distinct()
        .Count() : history.All.Where(r => r[_part] == made.List.Id).Select(history.KeyOf).Distinct().Count();

    public int CodesOf(IReadOnlyList<string?[]> rows) => rows.Select(history.KeyOf).Distinct().Count();

    /// <summary>The key as people read it, without the name of the list.</summary>
    public string Display(string key) => string.Join(" / ", key.Split('\u001f').Skip(_part < 0 ? 0 : 1));

    private bool Mine(string?[] row) =>
        row[_source] is { } source && _sources.Contains(source) && (_part < 0 || row[_part] == made.List.Id);

    private readonly HashSet<string> _sources = [.. made.Rows.Select(r => r.Source)];

    private string?[] Row(MadeRow line)
    {
        var row = new string?[history.Columns.Count];
        for (var i = 0; i < _places.Length; i++) row[_places[i]] = line.Values[i];
        if (_part >= 0) row[_part] = made.List.Id;
        row[_source] = line.Source;
        return row;
    }
}
