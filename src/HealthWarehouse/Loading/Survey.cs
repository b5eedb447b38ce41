using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Formats;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Concepts;
using HealthWarehouse.Standardise;

namespace HealthWarehouse.Loading;

/// <summary>
/// What can be told of a content at once, before it is loaded: whether it can be read, of which unit and episodes it is, and what the
/// reader and the binder say of it. Nothing is kept; the checks of the warehouse come later.
/// </summary>
public sealed record Survey(string? Broken, SourceHead Head, int Records, IReadOnlyList<SurveyedEpisode> Episodes,
    IReadOnlyList<SurveyFinding> Findings)
{
    /// <summary>Records that would be kept, and those that would be set aside.</summary>
    public int Kept { get; init; }
    public int Refused { get; init; }

    /// <summary>How often each rule is broken in the whole content, told or not; the heaviest first.</summary>
    public IReadOnlyList<BrokenRule> Rules { get; init; } = [];

    /// <summary>What its usable records are about, each once.</summary>
    internal IReadOnlyCollection<long> Subjects { get; init; } = [];

    /// <summary>Every unit the content says it is of: that of its head and those of its records.</summary>
    public IEnumerable<string> Facilities => Episodes.Select(e => e.Facility).Append(Head.FacilityCode).OfType<string>().Distinct();
}

public sealed record SurveyedEpisode(string Facility, string Episode);

/// <summary>
/// What a content would change: subjects nobody knew, those that are known and would be said anew, and, of a list, those it leaves out.
/// </summary>
public sealed record Comparison(long New, long Again, long Ended);

/// <summary>How often a rule is broken.</summary>
public sealed record BrokenRule(string Rule, Severity Severity, long Times);

/// <summary>A finding, by the number of its record; 0 is the file as a whole.</summary>
public sealed record SurveyFinding(int Record, string? Table, int? Row, string? Field, string Rule, Severity Severity, string Message);

/// <summary>Reads a content as loading does, into memory that is given back.</summary>
internal sealed class Surveyor(Workshop workshop, Contract contract)
{
    private const int MostFindings = 1000, SliceBytes = 1 << 20;

    /// <summary>An answer is waited for: a content that unpacks to more than this is not read to its end here.</summary>
    private static readonly XmlLimits Limits = XmlLimits.Default with { MaxUnpacked = 256 << 20 };

    private readonly List<SurveyedEpisode> _episodes = [];
    private readonly List<SurveyFinding> _findings = [];
    private readonly Dictionary<string, long> _times = [];
    private readonly HashSet<long> _subjects = [];
    private int _refused;

    public Survey Read(Stream content, BindingContext context, SheetMapping? mapping = null)
    {
        var reader = contract.Reader(Limits, mapping);
        foreach (var group in reader.Read(content, SliceBytes))
            using (group) Bind(group, context);
        if (reader.Broken is null && reader.Records == 0) Tell("R01-no-record", null, null);
        else if (reader.Broken is null && reader.Miscount is { } miscount)
            Tell("R01-count-differs", miscount.Found.ToString(CultureInfo.InvariantCulture), miscount.Declared);
        if (reader.Broken is null)
            foreach (var note in reader.Notes) Tell(note.Rule, note.Value, note.Limit);
        return new(reader.Broken?.ToString(), reader.Head, reader.Records, _episodes, _findings)
        {
            Subjects = _subjects,
            Kept = reader.Broken is null ? reader.Records - _refused : 0, Refused = reader.Broken is null ? _refused : reader.Records,
            Rules = [.. _times.Select(t => new BrokenRule(t.Key, workshop.Catalogue.CheckById(t.Key).Severity, t.Value))
                .OrderByDescending(r => r.Severity).ThenByDescending(r => r.Times).ThenBy(r => r.Rule, StringComparer.Ordinal)],
        };
    }

    private void Bind(RecordGroup group, BindingContext context)
    {
        var (set, binder) = (workshop.Set(), workshop.Binder(contract.Code));
        foreach (var record in group.Unpack()) binder.Bind(record, context, set);
        binder.Close(context, set);
        workshop.Return(binder);
        _refused += set.Refused;
        var (subjects, kept) = (set.Records.Column("subject_key"), set.Records.Column("kept"));
        for (var i = 0; i < set.Records.Rows; i++)
            if (kept[i] != 0 && !subjects.IsNull(i)) _subjects.Add(subjects[i]);
        for (var i = 0; i < set.Records.Rows; i++)
            if (set.Records.Text("facility_code", i) is { } facility && set.Records.Text("episode_code", i) is { } episode)
                _episodes.Add(new(facility, episode));
        var times = set.Findings.Column("times");
        for (var i = 0; i < set.Findings.Rows; i++)
        {
            var rule = set.Findings.Text("rule", i)!;
            Count(rule == "R01-more-findings" ? set.Findings.Text("value", i)! : rule, times[i]);   // those that were too many to be told
            if (_findings.Count < MostFindings) _findings.Add(Finding(set.Findings, i));
        }
        workshop.Return(set);
    }

    private void Count(string rule, long times) => _times[rule] = _times.GetValueOrDefault(rule) + times;

    private static SurveyFinding Finding(Store.Batches.ColumnBatch rows, int i)
    {
        var (record, row) = (rows.Column("record_key"), rows.Column("row_no"));
        return new(record.IsNull(i) ? 0 : RecordBinder.NumberOf(record[i]), rows.Text("table_name", i), row.IsNull(i) ? null : (int)row[i],
            rows.Text("field", i), rows.Text("rule", i)!, (Severity)rows.Column("severity")[i], rows.Text("message", i)!);
    }

    private void Tell(string rule, string? value, string? limit)
    {
        var check = workshop.Catalogue.CheckById(rule);
        Count(rule, 1);
        _findings.Add(new(0, null, null, null, rule, check.Severity,
            FindingWriter.Message(check.Message, new(rule, null, null, null, value, limit, null))));
    }
}
