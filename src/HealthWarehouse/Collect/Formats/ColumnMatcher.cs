using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Sheets;

namespace HealthWarehouse.Collect.Formats;

/// <summary>What told which field a column fills, best first.</summary>
public enum MatchedBy { Mapping, Name, Synonym, Preset }

/// <summary>
/// A column and the field it fills. <c>Candidates</c>: more than one where its words are those of several fields; without a field, those it
/// may have been meant for, by its spelling. <c>IsIgnored</c>: somebody said it is not to be read.
/// </summary>
public sealed record ColumnMatch(int Place, string Words, Field? Field, MatchedBy? By, IReadOnlyList<Field> Candidates,
    bool IsIgnored = false)
{
    /// <summary>The words have other marks than those of the field: Số lương for Số lượng.</summary>
    public bool HasOtherMarks { get; init; }

    public bool IsDoubtful => HasOtherMarks || (Field is null ? Candidates.Count > 0 : Candidates.Count > 1);
}

/// <summary>Tells which field of a contract's main table each column of a sheet fills, by the words of its heading.</summary>
internal sealed class ColumnMatcher
{
    private readonly Table _table;
    private readonly SheetMapping? _mapping;

    /// <summary>Fields by the folded words they answer to.</summary>
    private readonly (string Words, string Said, Field Field, MatchedBy By)[] _names;

    public ColumnMatcher(Contract contract, SheetMapping? mapping)
    {
        (_table, _mapping) = (contract[contract.Main], mapping);
        var fields = _table.AllFields;
        var presets = (contract.Presets ?? []).SelectMany(p => p.Columns)
            .Select(c => (Words: c.Key, Field: fields.FirstOrDefault(f => f.From == c.Value))).Where(c => c.Field is not null);
        _names = [.. fields.Select(f => (f.From, f, MatchedBy.Name))
            .Concat(fields.SelectMany(f => (f.Synonyms ?? []).Select(s => (s, f, MatchedBy.Synonym))))
            .Concat(presets.Select(p => (p.Words, p.Field!, MatchedBy.Preset))).Distinct()
            .Select(n => (Fold(n.Item1), n.Item1, n.Item2, n.Item3))];
        Keys = [.. fields.Where(f => contract.Subject.Key.Contains(f.To))];
    }

    /// <summary>Fields without which nothing can be said of a record.</summary>
    public IReadOnlyList<Field> Keys { get; }

    public IReadOnlyList<Field> Fields => _table.AllFields;

    /// <summary>The columns below these headings, each with its field; a field is filled by one column.</summary>
    public ColumnMatch[] Match(Headings headings)
    {
        var columns = Words(headings).Select((words, place) => new ColumnMatch(place, words, null, null, [])).ToArray();
        var filled = new HashSet<Field>();
        Said(columns, filled);
        foreach (var by in (MatchedBy[])[MatchedBy.Name, MatchedBy.Synonym, MatchedBy.Preset])
        {
            var wanted = _names.Where(n => n.By == by && !filled.Contains(n.Field))
                .Select(n => (n.Field, n.Said, Place: headings.PlaceOfFolded(n.Words)))
                .Where(c => c.Place >= 0 && columns[c.Place] is { Field: null, IsIgnored: false }).GroupBy(c => c.Place);
            foreach (var wish in wanted)
            {
                Field[] fields = [.. wish.Select(c => c.Field).Where(f => !filled.Contains(f)).Distinct()];
                if (fields.Length == 0) continue;
                columns[wish.Key] = columns[wish.Key] with
                {
                    Field = fields[0], By = by, Candidates = fields,
                    HasOtherMarks = !wish.Any(c => NearWords.HaveSameMarks(columns[wish.Key].Words, c.Said)),
                };
                filled.Add(fields[0]);
            }
        }
        return columns;
    }

    /// <summary>The same, and for columns without a field those they may have been meant for.</summary>
    public ColumnMatch[] WithGuesses(ColumnMatch[] columns)
    {
        var open = Fields.Except(columns.Select(c => c.Field).OfType<Field>()).ToHashSet();
        var names = _names.Where(n => open.Contains(n.Field)).ToArray();
        return [.. columns.Select(c => c.Field is not null || c.IsIgnored || Fold(c.Words) is not { Length: > 0 } words ? c
            : c with { Candidates = [.. names.Where(n => NearWords.IsNear(words, n.Words)).Select(n => n.Field).Distinct()] })];
    }

    private void Said(ColumnMatch[] columns, HashSet<Field> filled)
    {
        if (_mapping is null) return;
        var said = _mapping.Columns.GroupBy(c => Fold(c.Key)).ToDictionary(g => g.Key, g => g.First().Value);
        for (var i = 0; i < columns.Length; i++)
        {
            if (!said.TryGetValue(Fold(columns[i].Words), out var from)) continue;
            if (string.IsNullOrEmpty(from)) columns[i] = columns[i] with { IsIgnored = true };
            else if (Fields.FirstOrDefault(f => f.From == from) is { } field && filled.Add(field))
                columns[i] = columns[i] with { Field = field, By = MatchedBy.Mapping, Candidates = [field] };
        }
    }

    /// <summary>
    /// The words of each column, each once: a second one of the same words is numbered, one without words has its letter.
    /// </summary>
    private static IEnumerable<string> Words(Headings headings)
    {
        var times = new Dictionary<string, int>();
        for (var c = 0; c < headings.Names.Count; c++)
        {
            var words = headings.Names[c] is { } name && NearWords.Single(name) is { Length: > 0 } single ? single : Letter(c);
            var time = times[words] = times.GetValueOrDefault(words) + 1;
            yield return time == 1 ? words : $"{words} ({time})";
        }
    }

    /// <summary>What a column without a heading is called: by its letter in a spreadsheet.</summary>
    public static string Letter(int place) => $"(cột {Place.Letters(place)})";

    private static string Fold(string words) => VietnameseText.Fold(words);
}
